// Runs Meta's published Node packages against a recording socket; record_node_requests.py starts it.
//
//   node record_node_requests.mjs WHAT GRAPH TOKEN PIXEL FOLDER
//
// WHAT is "client" or "builder", GRAPH the socket's address, FOLDER where the packages are
// installed. Writes the made-up receipt (Unix seconds) of every request, one per line, in the
// order sent. People, orders and times are made up and fixed.

import {createRequire} from 'node:module';
import path from 'node:path';

const [what, graph, token, pixelId, folder] = process.argv.slice(2);
const require = createRequire(path.join(folder, 'package.json'));

const FIRST_EVENT = 1791198000; // 2026-10-05T11:00:00Z
const USER_AGENT = 'Mozilla/5.0 (X11; Linux x86_64; rv:143.0) Gecko/20100101 Firefox/143.0';
const CLICK = 'IwAR0MadeUpClickIdForShopper3';

async function client() {
  const meta = require('facebook-nodejs-business-sdk');
  Object.defineProperty(meta.FacebookAdsApi, 'GRAPH', {value: graph});

  // A made-up shopper as a shop's server knows one: raw values, which the client hashes.
  const shopper = (number) =>
    new meta.UserData()
      .setEmail(` Shopper.${number}@Example.COM `)
      .setExternalId(`customer-${number}`)
      .setClientIpAddress(`203.0.113.${number}`)
      .setClientUserAgent(USER_AGENT)
      .setFbp(`fb.1.${(FIRST_EVENT - 86400) * 1000 + number}.${1000000000 + number}`);

  // One event; the index spaces the events a minute apart.
  const event = (name, index, userData, source = 'website') => {
    const made = new meta.ServerEvent()
      .setEventName(name)
      .setEventTime(FIRST_EVENT + 60 * index)
      .setEventId(`${name.toLowerCase()}-${8000 + index}`)
      .setActionSource(source)
      .setUserData(userData);
    return source === 'website' ? made.setEventSourceUrl(`https://shop.example/${name.toLowerCase()}`) : made;
  };
  const request = (...events) => new meta.EventRequest(token, pixelId, events);
  const cup = new meta.Content().setId('cup-blue').setQuantity(2).setItemPrice(9.5).setTitle('Blue cup');
  const plate = new meta.Content().setId('plate-white').setQuantity(4).setDeliveryCategory('home_delivery');
  const everything = shopper(3)
    .setPhone('16505550103')
    .setGender('Female')
    .setDateOfBirth('19970216')
    .setFirstName('Valéry')
    .setLastName('Doe')
    .setCity('Menlo Park')
    .setState('CA')
    .setZip('94025')
    .setCountry('US')
    .setF5First('Valéry')
    .setF5Last('Doe')
    .setFi('V')
    .setDobd('16')
    .setDobm('02')
    .setDoby('1997')
    .setSubscriptionId('subscription-3')
    .setFbc(`fb.1.${(FIRST_EVENT - 3600) * 1000}.${CLICK}`);
  const twoAddresses = shopper(5).setEmails(['shopper.5@example.com', 'five@example.org']);
  const device = new meta.ExtendedDeviceInfo()
    .setExtInfoVersion('a2')
    .setAppPackageName('example.shop')
    .setShortVersion('1.0')
    .setLongVersion('1.0 build 1')
    .setOsVersion('13.4.1')
    .setDeviceModelName('Example One')
    .setLocale('en_US')
    .setTimezoneAbbreviation('CET')
    .setCarrier('Example Mobile')
    .setScreenWidth(1080)
    .setScreenHeight(1920)
    .setScreenDensity('2.0')
    .setCpuCoreCount(8)
    .setTotalDiskSpaceGb(128)
    .setFreeDiskSpaceGb(64)
    .setDeviceTimeZone('Europe/Paris');
  const app = new meta.AppData()
    .setAdvertiserTrackingEnabled(true)
    .setApplicationTrackingEnabled(true)
    .setExtinfo(device);

  const deliveries = [
    [2.5, request(event('PageView', 0, shopper(1)))],
    [
      61.25,
      request(
        event('AddToCart', 1, shopper(2).setPhone('+1 (650) 555-0102').setFirstName('Mary').setLastName('Doe')).setCustomData(
          new meta.CustomData()
            .setValue(19)
            .setCurrency('usd')
            .setContentIds(['cup-blue'])
            .setContents([cup])
            .setContentType('product')
            .setCustomProperties({shelf: 'kitchen'}),
        ),
      ).setPartnerAgent('example-shop'),
    ],
    [
      185,
      request(
        event('Purchase', 2, everything).setCustomData(
          new meta.CustomData()
            .setValue(49)
            .setCurrency('EUR')
            .setOrderId('order-9101')
            .setContents([plate])
            .setContentType('product')
            .setNumItems(1)
            .setDeliveryCategory('home_delivery'),
        ),
        event('Purchase', 3, shopper(4)).setCustomData(
          new meta.CustomData().setValue(9.5).setCurrency('EUR').setOrderId('order-9102'),
        ),
      ),
    ],
    [
      242,
      request(
        event('Lead', 4, twoAddresses)
          .setCustomData(new meta.CustomData().setValue(5).setCurrency('usd').setContentName('Newsletter'))
          .setDataProcessingOptions(['LDU'])
          .setDataProcessingOptionsCountry(0)
          .setDataProcessingOptionsState(0),
      ).setTestEventCode('TEST24680'),
    ],
    [
      305,
      request(
        event('Search', 5, shopper(6))
          .setCustomData(new meta.CustomData().setSearchString('blue cup').setContentType('product'))
          .setDataProcessingOptions([]),
        event('ViewContent', 5, shopper(6)).setOptOut(true),
      ),
    ],
    [
      362,
      request(
        event('AddToCart', 6, new meta.UserData().setEmail('shopper.6@example.com').setAnonId('install-6'), 'app')
          .setCustomData(new meta.CustomData().setValue(9.5).setCurrency('EUR'))
          .setAppData(app),
      ),
    ],
    [
      422,
      request(
        event(
          'Purchase',
          7,
          new meta.UserData().setCtwaClid('MadeUpClickToWhatsAppId0007').setPageId('100000000000007'),
          'business_messaging',
        )
          .setMessagingChannel('whatsapp')
          .setCustomData(new meta.CustomData().setValue(12).setCurrency('EUR')),
      ),
    ],
    [
      482,
      request(
        event('Purchase', 8, shopper(1), 'physical_store').setCustomData(
          new meta.CustomData().setValue(30).setCurrency('EUR').setOrderId('till-17').setItemNumber('1'),
        ),
      ).setUploadTag('till'),
    ],
  ];
  for (const [after, delivery] of deliveries) {
    await delivery.execute();
    console.log(FIRST_EVENT + after);
  }
}

async function builder() {
  const {ParamBuilder, PlainDataObject} = require('capi-param-builder-nodejs');
  // The builder stamps what it makes with the clock and a random number; both are fixed here.
  Date.now = () => FIRST_EVENT * 1000;
  Math.random = () => 0.25;

  const visit = (uri, query, cookies, forwarded, referer) =>
    new PlainDataObject('shop.example', query, cookies, referer, forwarded, '198.51.100.20', 'https', uri);
  const cookies = (number) => ({
    _fbp: `fb.1.${(FIRST_EVENT - 86400) * 1000}.${1000000000 + number}`,
    _fbc: `fb.1.${(FIRST_EVENT - 86400) * 1000}.IwAR0MadeUpClickIdForShopper${number}`,
  });
  const everything = {
    email: ' Shopper.3@Example.COM ',
    phone: '+1 (650) 555-0103',
    first_name: 'Valéry',
    last_name: 'Doe',
    date_of_birth: '2/16/1997',
    gender: 'female',
    city: 'Menlo Park',
    state: 'California',
    zip_code: '94025-1234',
    country: 'United States',
    external_id: 'customer-3',
  };
  const few = (number) => ({email: `shopper.${number}@example.com`, external_id: `customer-${number}`});
  const people = [
    // A new visitor from an advertisement: fbp and fbc are made here.
    [visit(`/cups?fbclid=${CLICK}`, {fbclid: CLICK}, {}, '203.0.113.3', 'https://search.example/'), everything],
    // One who has been here before: cookies of the pixel, and the browser's word for the address.
    [visit('/plates?size=2', {}, {...cookies(4), _fbi: '2001:db8::4.AQYCAQMA'}, '203.0.113.4', null), few(4)],
    // One who comes back by another advertisement: fbc is replaced, the address is the socket's.
    [visit(null, {fbclid: 'IwAR0MadeUpSecondClickForShopper5'}, cookies(5), null, 'https://news.example'), few(5)],
  ];
  const keys = {
    email: 'em',
    phone: 'ph',
    first_name: 'fn',
    last_name: 'ln',
    date_of_birth: 'db',
    gender: 'ge',
    city: 'ct',
    state: 'st',
    zip_code: 'zp',
    country: 'country',
    external_id: 'external_id',
  };
  for (const [index, [request, raw]] of people.entries()) {
    const made = new ParamBuilder(['shop.example']);
    made.processRequestFromContext(request);
    const who = Object.fromEntries(
      Object.entries(raw).map(([kind, value]) => [keys[kind], [made.getNormalizedAndHashedPII(value, kind)]]),
    );
    const event = {
      event_name: 'ViewContent',
      event_time: FIRST_EVENT + 60 * index,
      event_id: `viewcontent-${8100 + index}`,
      action_source: 'website',
      event_source_url: made.getEventSourceUrl(),
      referrer_url: made.getReferrerUrl(),
      user_data: {
        ...who,
        client_ip_address: made.getClientIpAddress(),
        client_user_agent: USER_AGENT,
        fbp: made.getFbp(),
        fbc: made.getFbc(),
      },
    };
    // Node's own fetch: the builder prepares values and leaves the sending to the caller.
    await fetch(`${graph}/v26.0/${pixelId}/events`, {
      method: 'POST',
      headers: {'Content-Type': 'application/json', Authorization: `Bearer ${token}`},
      body: JSON.stringify({data: [event]}),
    });
    console.log(FIRST_EVENT + 60 * index + 1.5);
  }
}

await (what === 'builder' ? builder() : client());
