"""Answers of Meta's Dataset Quality API, of the shape that its page documents, with made-up numbers."""

from __future__ import annotations

import json
from typing import Any

PURCHASE: dict[str, Any] = {
    "event_name": "Purchase",
    "event_match_quality": {
        "composite_score": 6.2,
        "match_key_feedback": [
            {"identifier": "user_agent", "coverage": {"percentage": 100}},
            {"identifier": "external_id", "coverage": {"percentage": 100}},
            {
                "identifier": "email",
                "coverage": {"percentage": 99.9},
                "potential_aly_acr_increase": {"percentage": 58.96, "description": "More conversions are reported."},
            },
            {"identifier": "ip_address", "coverage": {"percentage": "50"}},
            {"identifier": "phone_number", "coverage": {"percentage": 20}},
            {"identifier": "horoscope", "coverage": {"percentage": 10}},
        ],
        "diagnostics": [
            {
                "name": "Server IP differs from the pixel's",
                "description": "The addresses of both channels differ.",
                "solution": "Send the customer's own address.",
                "percentage": 61.5,
                "affected_event_count": 19567,
                "total_event_count": 31830,
            }
        ],
    },
    "event_coverage": {"percentage": 34.1, "goal_percentage": 75, "description": "of the browser's"},
    "dedupe_key_feedback": [
        {
            "dedupe_key": "event_id",
            "browser_events_with_dedupe_key": {"percentage": 100},
            "server_events_with_dedupe_key": {"percentage": 98},
            "overall_browser_coverage_from_dedupe_key": {"percentage": 14.8},
        }
    ],
    "data_freshness": {"upload_frequency": "real_time", "description": "soon"},
    "acr": {"percentage": 37.9, "description": "7 days"},
}
CUSTOM: dict[str, Any] = {"event_name": "B2B Purchase", "event_match_quality": {"composite_score": 7.2}}
ANSWER: dict[str, Any] = {"web": [PURCHASE, CUSTOM]}
TEXT = json.dumps(ANSWER, indent=2)
