"""Meta's endpoints on this machine: the Graph API's events edge and the pixel's, for real clients."""
