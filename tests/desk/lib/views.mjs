// SPDX-License-Identifier: Apache-2.0
// Every view of the page, at whose post it is looked at, and how one knows that it is there.

const has = (selector) => (page) => page.locator(selector).first().waitFor();

export const views = (scene) => {
  const of = `#/case/${scene.id}`;
  return [
    { name: 'cases', who: 'Envoy', hash: '#/', ready: has('main .list li') },
    { name: 'lanes', who: 'Envoy', hash: of, ready: has('[data-card]') },
    { name: 'convey', who: 'Envoy', hash: `${of}/signal/${scene.request}?to=Downriver`, ready: has('[data-rule]') },
    { name: 'pair', who: 'Envoy', hash: `${of}/signal/${scene.offer}?to=Downriver`, ready: has('[data-rule="permitted"]') },
    { name: 'trace', who: 'Envoy', hash: `${of}/signal/${scene.assurance}?to=Downriver`, ready: has('.line li:nth-child(3)') },
    { name: 'people', who: 'Envoy', hash: `${of}/people`, ready: has('main form') },
    { name: 'proof', who: 'Envoy', hash: `${of}/proof`, ready: has('main details') },
    { name: 'agenda', who: 'Envoy', hash: `${of}/agenda`, ready: has('main fieldset') },
    { name: 'suggest', who: 'Envoy', hash: `${of}/suggest`, ready: has('main svg polyline') },
    { name: 'frameworks-intermediary', who: 'Envoy', hash: `${of}/frameworks`, ready: has('main article') },
    { name: 'commitments-intermediary', who: 'Envoy', hash: `${of}/commitments`, ready: has('main [data-phase]') },
    { name: 'incidents', who: 'Envoy', hash: `${of}/incidents`, ready: has('main [data-side]') },
    { name: 'lines', who: 'Envoy', hash: `${of}/lines`, ready: has('main [data-line-with] rect') },
    { name: 'calls', who: 'Envoy', hash: `${of}/calls`, ready: has('main [data-own] ins') },
    { name: 'public', who: 'Envoy', hash: `${of}/public`, ready: has('main [data-quotation]') },
    { name: 'settings', who: 'Envoy', hash: '#/settings', ready: has('main select') },
    { name: 'channel', who: 'Upriver', hash: of, ready: has('[data-card]') },
    { name: 'compose', who: 'Upriver', hash: `${of}/compose`, ready: has('main textarea') },
    { name: 'mandate', who: 'Upriver', hash: `${of}/compose?mandate=${scene.request}`, ready: has('main .sentence') },
    { name: 'approve', who: 'Upriver', hash: `${of}/signal/${scene.request}?to=Downriver`, ready: has('main ins, main del') },
    { name: 'frameworks', who: 'Upriver', hash: `${of}/frameworks`, ready: has('main table, main [data-stacked]') },
    { name: 'appraisal', who: 'Upriver', hash: `${of}/appraisal`, ready: has('main .slider') },
    { name: 'commitments', who: 'Upriver', hash: `${of}/commitments`, ready: has('main [data-phase]') },
    { name: 'commitment', who: 'Upriver', hash: `${of}/commitment/${scene.gate}`, ready: has('main [data-said="disputed"]') },
    { name: 'incidents-side', who: 'Downriver', hash: `${of}/incidents`, ready: has('main [data-side]') },
    { name: 'lines-side', who: 'Upriver', hash: `${of}/lines`, ready: has('main [data-asked]') },
    { name: 'calls-side', who: 'Upriver', hash: `${of}/calls`, ready: has('main [data-minute]') },
    { name: 'public-side', who: 'Downriver', hash: `${of}/public`, ready: has('main [data-embargo]') },
    { name: 'attest', who: 'Inspectors', hash: `${of}/commitment/${scene.gate}`, ready: has('main input[type=file]') },
    { name: 'received', who: 'Downriver', hash: `${of}/received/${scene.conveyance}`, ready: has('main .well details') },
    { name: 'people-side', who: 'Downriver', hash: `${of}/people`, ready: has('main .digits') },
    { name: 'empty', who: 'Empty', hash: '#/', ready: has('main .sheet') },
    { name: 'join', who: 'Empty', hash: '#/join', ready: has('main textarea') },
    { name: 'open', who: 'Empty', hash: '#/open', ready: has('main input') },
    { name: 'check', who: 'Empty', hash: '#/check', ready: has('main input') },
  ];
};

const open = (key, selector) => async (page) => {
  await page.locator('main h1').first().focus();
  await page.keyboard.press(key);
  await page.locator(selector).first().waitFor();
};
const inCase = (where) => async (page) => {
  await page.evaluate(() => { location.hash = '#/'; });
  await page.locator('main .list h3 a').first().click();
  await page.locator('nav.tabs').waitFor();
  await page.evaluate((to) => { location.hash += to; }, where);
};
const escape = async (page) => {
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').first().waitFor({ state: 'detached' });
};

/** What is not a view of its own. */
export const states = [
  { name: 'palette', who: 'Envoy', enter: open('Control+k', 'dialog[open] [role=option]'), leave: escape },
  { name: 'shortcuts', who: 'Envoy', enter: open('Shift+?', 'dialog[open] dl'), leave: escape },
  {
    name: 'suggestions',
    who: 'Envoy',
    enter: async (page) => {
      await page.evaluate(() => { location.hash = location.hash.replace(/^#.*/, `#/`); });
      await page.locator('main .list h3 a').first().click();
      await page.evaluate(() => { location.hash += '/suggest'; });
      await page.locator('main form .button.main').click();
      await page.locator('[data-mark=suggestion]').first().waitFor();
    },
    leave: async () => {},
  },
  {
    name: 'frontier',
    who: 'Envoy',
    enter: async (page) => {
      await inCase('/suggest')(page);
      await page.locator('[data-keyboard]').focus();
      await page.keyboard.press('End');
      await page.locator('[data-side]').first().waitFor();
      await page.locator('[aria-labelledby=change] select').first().selectOption('high');
      await page.locator('[data-arrow]').waitFor();
    },
    leave: async () => {},
  },
  {
    name: 'version',
    who: 'Envoy',
    enter: async (page) => {
      await inCase('/frameworks')(page);
      await page.locator('article', { has: page.locator('[data-changes]') }).locator('p > .button').last().click();
      await page.locator('details[data-replaces]').waitFor();
      await page.locator('details[data-replaces]').scrollIntoViewIfNeeded();
    },
    leave: async () => {},
  },
  {
    name: 'partial',
    who: 'Upriver',
    enter: async (page) => {
      await inCase('/appraisal')(page);
      await page.locator('main input[type=radio][value=partial]').check();
      await page.locator('[aria-labelledby=statements] .button').last().click();
      await page.locator('[data-statement]').waitFor();
    },
    leave: async () => {},
  },
  {
    name: 'undertaking',
    who: 'Upriver',
    enter: async (page) => {
      await inCase('/commitments')(page);
      await page.locator('[data-asks] a.button').first().click();
      await page.locator('[data-source]').waitFor();
      await page.locator('[data-preview]').waitFor();
    },
    leave: async (page) => { await page.locator('[data-source] button').click(); },
  },
  {
    name: 'refusal',
    who: 'Empty',
    enter: async (page) => {
      await page.evaluate(() => { location.hash = '#/join'; });
      await page.locator('main textarea').fill('no invitation');
      await page.locator('main button').first().click();
      await page.locator('[data-code]').waitFor();
    },
    leave: async () => {},
  },
  {
    name: 'confirm',
    who: 'Upriver',
    enter: async (page) => {
      await page.evaluate(() => { location.hash = '#/'; });
      await page.locator('main .list h3 a').first().click();
      await page.evaluate(() => { location.hash += '/people'; });
      await page.locator('main .button.danger').click();
      await page.locator('[data-confirm]').waitFor();
    },
    leave: async (page) => { await page.keyboard.press('Escape'); },
  },
];
