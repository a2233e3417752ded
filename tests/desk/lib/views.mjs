// SPDX-License-Identifier: Apache-2.0
// Every view of the page, at whose post it is looked at, and how one knows that it is there.

const has = (selector) => (page) => page.locator(selector).first().waitFor();

export const views = (scene) => {
  const of = `#/case/${scene.id}`;
  return [
    { name: 'cases', who: 'Moscow', hash: '#/', ready: has('main .list li') },
    { name: 'lanes', who: 'Moscow', hash: of, ready: has('[data-card]') },
    { name: 'convey', who: 'Moscow', hash: `${of}/signal/${scene.request}?to=Iran`, ready: has('[data-rule]') },
    { name: 'pair', who: 'Moscow', hash: `${of}/signal/${scene.offer}?to=Iran`, ready: has('[data-rule="permitted"]') },
    { name: 'trace', who: 'Moscow', hash: `${of}/signal/${scene.assurance}?to=Iran`, ready: has('.line li:nth-child(3)') },
    { name: 'people', who: 'Moscow', hash: `${of}/people`, ready: has('main form') },
    { name: 'proof', who: 'Moscow', hash: `${of}/proof`, ready: has('main details') },
    { name: 'agenda', who: 'Moscow', hash: `${of}/agenda`, ready: has('main fieldset') },
    { name: 'suggest', who: 'Moscow', hash: `${of}/suggest`, ready: has('main select') },
    { name: 'frameworks-intermediary', who: 'Moscow', hash: `${of}/frameworks`, ready: has('main article') },
    { name: 'settings', who: 'Moscow', hash: '#/settings', ready: has('main select') },
    { name: 'channel', who: 'Israel', hash: of, ready: has('[data-card]') },
    { name: 'compose', who: 'Israel', hash: `${of}/compose`, ready: has('main textarea') },
    { name: 'mandate', who: 'Israel', hash: `${of}/compose?mandate=${scene.request}`, ready: has('main .sentence') },
    { name: 'approve', who: 'Israel', hash: `${of}/signal/${scene.request}?to=Iran`, ready: has('main ins, main del') },
    { name: 'frameworks', who: 'Israel', hash: `${of}/frameworks`, ready: has('main table') },
    { name: 'appraisal', who: 'Israel', hash: `${of}/appraisal`, ready: has('main .slider') },
    { name: 'received', who: 'Iran', hash: `${of}/received/${scene.conveyance}`, ready: has('main .well details') },
    { name: 'people-side', who: 'Iran', hash: `${of}/people`, ready: has('main .digits') },
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
const escape = async (page) => {
  await page.keyboard.press('Escape');
  await page.locator('dialog[open]').first().waitFor({ state: 'detached' });
};

/** What is not a view of its own. */
export const states = [
  { name: 'palette', who: 'Moscow', enter: open('Control+k', 'dialog[open] [role=option]'), leave: escape },
  { name: 'shortcuts', who: 'Moscow', enter: open('Shift+?', 'dialog[open] dl'), leave: escape },
  {
    name: 'suggestions',
    who: 'Moscow',
    enter: async (page) => {
      await page.evaluate(() => { location.hash = location.hash.replace(/^#.*/, `#/`); });
      await page.locator('main .list h3 a').first().click();
      await page.evaluate(() => { location.hash += '/suggest'; });
      await page.locator('main form .button.main').click();
      await page.locator('main svg polyline').waitFor();
    },
    leave: async () => {},
  },
  {
    name: 'refusal',
    who: 'Empty',
    enter: async (page) => {
      await page.evaluate(() => { location.hash = '#/join'; });
      await page.locator('main textarea').fill('no invitation');
      await page.locator('main .button').first().click();
      await page.locator('[data-code]').waitFor();
    },
    leave: async () => {},
  },
  {
    name: 'confirm',
    who: 'Israel',
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
