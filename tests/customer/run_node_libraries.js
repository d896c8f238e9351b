// Runs two published JavaScript libraries over rows [key, value] from standard input, for record_node_libraries.py.
//
//     node run_node_libraries.js PARAM_BUILDER_FOLDER ADOBE_FOLDER < rows.json > answers.json
'use strict';

const path = require('node:path');

const [builderFolder, adobeFolder] = process.argv.slice(2).map((folder) => path.resolve(folder));
const { ParamBuilder } = require(builderFolder);
const helpers = path.join(adobeFolder, 'src', 'lib', 'actions', 'helpers');
const adobe = require(path.join(helpers, 'normalizers.js'));
const adobeHash = require(path.join(helpers, 'shaHashingHelper.js'));

const BUILDER_NAMES = {
  em: 'email', ph: 'phone', fn: 'first_name', ln: 'last_name', db: 'date_of_birth', ge: 'gender',
  ct: 'city', st: 'state', zp: 'zip_code', country: 'country', external_id: 'external_id',
};
const HASHED_BUT_UNKNOWN = ['f5first', 'f5last', 'fi', 'dobd', 'dobm', 'doby', 'app_user_id'];
const ADOBE = {
  em: adobe.emailNormalizer, ph: adobe.phoneNumberNormalizer, fn: adobe.nameNormalizer, ln: adobe.nameNormalizer,
  ct: adobe.cityNormalizer, st: adobe.stateNormalizer, zp: adobe.zipNormalizer, country: adobe.countryNormalizer,
  db: adobeHash, ge: adobeHash, external_id: adobeHash,
};

function builderSends(key, value) {
  const builder = new ParamBuilder(['example.com']);
  if (key === 'fbp' || key === 'fbc') {
    builder.processRequest('www.example.com', {}, { [`_${key}`]: value });
    const sent = key === 'fbp' ? builder.getFbp() : builder.getFbc();
    // A cookie that is refused is replaced by a new one, which is not the value's.
    return sent !== null && [value, `${value}.${builder.appendix_no_change}`].includes(sent) ? sent : null;
  }
  if (key === 'client_ip_address') {
    const marked = builder._getLanguageToken(value) !== null;
    builder.processRequest('www.example.com', {}, marked ? { _fbi: value } : {}, null, marked ? null : value);
    return builder.getClientIpAddress();
  }
  if (key in BUILDER_NAMES || HASHED_BUT_UNKNOWN.includes(key)) {
    return builder.getNormalizedAndHashedPII(value, BUILDER_NAMES[key] ?? key);
  }
  return null;
}

// sendCapiData.js leaves empty fields out before it normalises.
const adobeSends = (key, value) => (value && key in ADOBE ? ADOBE[key](value) : null);

let text = '';
process.stdin.on('data', (part) => { text += part; });
process.stdin.on('end', () => {
  const answers = JSON.parse(text).map(([key, value]) => [builderSends(key, value), adobeSends(key, value)]);
  process.stdout.write(JSON.stringify(answers));
});
