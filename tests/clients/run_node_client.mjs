// Meta's published Node client against addresses it is given; test_clients_node_sdk.py starts it.
//
//   node run_node_client.mjs FOLDER < WORK
//
// FOLDER is where the packages are installed. WORK is a JSON list of
// {"graph", "pixel", "token", "events" (raw) or "orders" (numbers), "batch", "timeout"}; for each a line of JSON
// says what the client made of it: {"answer"} or {"error"}. People, orders and times are made up.

import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';
import path from 'node:path';

const require = createRequire(path.join(process.argv[2], 'package.json'));
const meta = require('facebook-nodejs-business-sdk');
const axios = require('axios');

const order = (number) =>
  new meta.ServerEvent()
    .setEventName('Purchase')
    .setEventTime(Math.floor(Date.now() / 1000))
    .setEventId(`order-${number}`)
    .setActionSource('website')
    .setEventSourceUrl('https://shop.example/thanks')
    .setUserData(
      new meta.UserData()
        .setEmail(` Shopper.${number}@Example.COM `)
        .setClientIpAddress('203.0.113.7')
        .setClientUserAgent('Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0'),
    )
    .setCustomData(new meta.CustomData().setValue(9.5).setCurrency('eur'));

function told(error) {
  const cause = error.code || (error.cause && error.cause.code);
  return {
    name: error.name,
    message: error.message,
    status: error.status ?? null,
    code: error.response?.code ?? null,
    subcode: error.response?.error_subcode ?? null,
    transient: error.response?.is_transient ?? null,
    blame: error.response?.error_data?.blame_field_specs ?? null,
    cause: cause ?? null,
  };
}

for (const work of JSON.parse(readFileSync(0, 'utf8'))) {
  Object.defineProperty(meta.FacebookAdsApi, 'GRAPH', {value: work.graph, configurable: true});
  axios.defaults.timeout = work.timeout ?? 60000;
  const api = meta.FacebookAdsApi.init(work.token);
  try {
    let answer;
    if (work.events) {
      answer = (await new meta.AdsPixel(work.pixel, undefined, undefined, api).createEvent([], {data: work.events}))._data;
    } else {
      const response = await new meta.EventRequest(work.token, work.pixel, work.orders.map(order)).execute();
      answer = {
        events_received: response.events_received,
        messages: response.messages,
        fbtrace_id: response.fbtrace_id,
      };
    }
    console.log(JSON.stringify({answer}));
  } catch (error) {
    console.log(JSON.stringify({error: told(error)}));
  }
}
