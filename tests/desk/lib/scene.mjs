// SPDX-License-Identifier: Apache-2.0
// A case in the middle of its life, for pictures and for looking at every view: a message conveyed, one that waits with
// words proposed, a pair, a refusal, a non-paper; an agenda with frameworks and a ballot.
import { arrived, openCase } from './stage.mjs';

const persian = 'پایین‌رود برای گفت‌وگو از راه فرستاده دربارهٔ آب تابستان آماده است و از بالارود انتظار پاسخ کتبی دارد.';

const agenda = JSON.stringify({
  format: 'goodoffices-accord-1',
  agenda: {
    name: 'Border and water',
    issues: [
      { name: 'Flow', options: ['low', 'middle', 'high'], texts: { en: 'Flow downstream', ar: 'التدفق نحو المصب' }, option_texts: { low: { en: '45 m³/s', ar: '45 م³/ث' }, middle: { en: '60 m³/s', ar: '60 م³/ث' }, high: { en: '75 m³/s', ar: '75 م³/ث' } } },
      { name: 'Dam', options: ['open', 'shared', 'closed'], texts: { en: 'Control of the dam', ar: 'إدارة السد' }, option_texts: { open: { en: 'upstream alone', ar: 'المنبع وحده' }, shared: { en: 'joint commission', ar: 'لجنة مشتركة' }, closed: { en: 'downstream alone', ar: 'المصب وحده' } } },
      { name: 'Fee', options: ['none', 'half', 'full'], texts: { en: 'Transit fee', ar: 'رسم العبور' }, option_texts: { none: { en: 'none', ar: 'بلا رسم' }, half: { en: 'half', ar: 'النصف' }, full: { en: 'full', ar: 'كامل' } } },
    ],
    never: [{ Flow: ['low'], Fee: ['full'] }],
    commitments: [
      { by: 'Upriver', to: ['Downriver'], issue: 'Flow', options: ['middle', 'high'], text: { en: 'lets {option} pass the Narrow Gate from June to September', ar: 'يمرر {option} من البوابة الضيقة من يونيو إلى سبتمبر' }, due: '+30d' },
      { by: 'Downriver', to: ['Upriver'], issue: 'Fee', options: ['half', 'full'], text: { en: 'pays the transit fee: {option}', ar: 'يدفع رسم العبور: {option}' }, due: '+60d' },
    ],
  },
});
const appraisal = (flow, dam, fee, weights) => JSON.stringify({ format: 'goodoffices-appraisal-1', kind: 'exact', worth: { Flow: flow, Dam: dam, Fee: fee }, weights, walk_away: { value: '0.35' } });
const framework = (title, text, pack, more = {}) => JSON.stringify({ format: 'goodoffices-framework-1', title, lang: 'en', text, package: pack, ...more });

/** The person's id of every thing that a view is opened on. */
export async function playScene(stage, { frameworks = true } = {}) {
  const id = await openCase(stage, { sides: ['Upriver', 'Downriver'], verifiers: ['Inspectors'] });
  const { Envoy, Upriver, Downriver } = stage.posts;
  const number = async (of) => (await stage.posts[of].call('case.show', { case: id })).participants.find((p) => p.self).number;
  await Envoy.call('contact.verify', { case: id, name: 'Upriver', number: await number('Upriver') });
  await Upriver.call('contact.verify', { case: id, name: 'Envoy', number: await number('Envoy') });
  const say = async (post, args) => {
    const { signal } = await post.call('signal', { case: id, lang: 'en', ...args });
    await arrived(Envoy, signal);
    return signal;
  };

  const assurance = await say(Upriver, { to: ['Downriver'], act: 'assurance', precedence: 'PRIORITY', text: 'Upriver wants no quarrel over the summer water and will keep the Narrow Gate open while the envoy is under way.' });
  const { conveyance } = await Envoy.call('convey', { signal: assurance, to: 'Downriver' });
  await Downriver.until((p) => p.call('inbox', { case: id }), (inbox) => inbox.items.some((i) => i.id === conveyance));
  await Downriver.call('acknowledge', { conveyance, position: 'noted' });

  const answer = await say(Downriver, { to: ['Upriver'], act: 'answer', lang: 'fa', text: persian, translations: [{ lang: 'en', text: 'Downriver is ready to talk about the summer water through the envoy and expects an answer from Upriver in writing.' }], in_reply_to: conveyance });
  const answered = await Envoy.call('convey', { signal: answer, to: 'Upriver' });
  await Upriver.until((p) => p.call('inbox', { case: id }), (inbox) => inbox.items.some((i) => i.id === answered.conveyance));

  const request = await say(Upriver, { to: ['Downriver', 'Inspectors'], act: 'request', precedence: 'IMMEDIATE', form: 'paraphrase', disclosure: 'confirmable', public_line: 'Contacts continue.', text: 'We ask that inspectors be admitted to the new intake at the bend before the end of the month, with full access to the records of the last two years.' });
  const { rendering } = await Envoy.call('render', { signal: request, to: 'Downriver', form: 'paraphrase', lang: 'en', text: 'Upriver asks that inspectors be admitted to the new intake before the end of the month, with access to the records of two years.' });
  await Upriver.until((p) => p.call('waiting', { case: id }), (w) => w.items.some((i) => i.id === rendering));

  const offer = await say(Upriver, { to: ['Downriver'], act: 'offer', simultaneous_with: 'Downriver', text: 'If Downriver stops building at the bend for ninety days, Upriver keeps the gate at half for as long.' });
  const counter = await say(Downriver, { to: ['Upriver'], act: 'offer', lang: 'fa', simultaneous_with: 'Upriver', text: 'اگر بالارود دریچه را نیمه‌باز نگه دارد، پایین‌رود ساخت‌وساز کنار پیچ را نود روز متوقف می‌کند.' });
  await say(Downriver, { to: ['Upriver'], act: 'warning', precedence: 'FLASH', attribution: 'unattributed', text: 'If the gate falls below a third tonight, the talks stop.' });
  await Downriver.call('confide', { case: id, text: 'Between us: the ninety days can become a hundred and twenty.', lang: 'en' });
  await Envoy.until((p) => p.call('inbox', { case: id }), (inbox) => inbox.items.some((i) => i.kind === 'nonpaper'));

  const scene = { id, assurance, conveyance, answered: answered.conveyance, request, rendering, offer, counter };
  return frameworks ? { ...scene, ...(await playFrameworks(stage, id)) } : scene;
}

/** Its agenda, appraisals, frameworks and ballots. */
export async function playFrameworks(stage, id) {
  const { Envoy, Upriver, Downriver } = stage.posts;
  await Envoy.call('agenda.set', { case: id, document: agenda });
  const hasAgenda = (p) => p.call('agenda.show', { case: id }).catch(() => null);
  for (const post of [Upriver, Downriver]) await post.until(hasAgenda, (a) => a !== null);
  await Upriver.call('appraise', { case: id, share: true, document: appraisal({ low: '0', middle: '3', high: '5' }, { open: '0', shared: '3', closed: '4' }, { none: '0', half: '1', full: '2' }, { Flow: '50', Dam: '30', Fee: '20' }) });
  await Downriver.call('appraise', { case: id, share: true, document: appraisal({ low: '5', middle: '4', high: '0' }, { open: '4', shared: '3', closed: '0' }, { none: '2', half: '1', full: '0' }, { Flow: '40', Dam: '45', Fee: '15' }) });
  await Envoy.until((p) => p.call('appraisal.show', { case: id }).catch(() => ({ items: [] })), (r) => r.items.length === 2);
  const tabled = await Envoy.call('framework.table', {
    case: id,
    documents: [
      framework('Commission first', 'The two sides put the dam under a joint commission, and the flow is sixty cubic metres a second for three years.', { Flow: 'middle', Dam: 'shared', Fee: 'half' }),
      framework('Flow for control', 'Upstream keeps control of the dam; downstream is assured of the higher flow without a fee. The fee is left open for the first year.', { Flow: 'high', Dam: 'open' }),
    ],
  });
  const [first, second] = tabled.frameworks;
  const { frameworks: [, summer] } = await Envoy.call('framework.table', {
    case: id,
    documents: [
      framework('Flow for control, with a fee', 'Upstream keeps control of the dam; downstream is assured of the higher flow for half of the fee.\nBoth sides look at it again after a year.', { Flow: 'high', Dam: 'open', Fee: 'half' }, { replaces: second.framework, translations: [{ lang: 'ar', text: 'يبقى السد بيد المنبع؛ ويُضمن للمصب التدفق الأعلى بنصف الرسم.\nيعيد الجانبان النظر فيه بعد سنة.' }] }),
      framework('One summer first', 'For one summer sixty cubic metres a second pass the gate, for half of the fee. The dam stays as it is.', { Flow: 'middle', Fee: 'half' }),
    ],
  });
  for (const post of [Upriver, Downriver]) await post.until((p) => p.call('framework.list', { case: id }), (l) => l.items.length === 4);
  const trial = await Envoy.call('ballot.open', { framework: summer.framework, until: '+6s', unverified: true });
  for (const post of [Upriver, Downriver]) {
    await post.until((p) => p.call('ballot.list', { case: id }), (l) => l.items.length === 1);
    await post.call('ballot.vote', { ballot: trial.ballot, vote: 'yes', unverified: true });
  }
  const adopted = (l) => l.items.some((f) => f.framework === summer.framework && f.state === 'adopted');
  for (const post of [Envoy, Upriver, Downriver]) await post.until((p) => p.call('framework.list', { case: id }), adopted);
  const ballot = await Envoy.call('ballot.open', { framework: first.framework, until: '+2d', unverified: true });
  await Upriver.until((p) => p.call('ballot.list', { case: id }), (l) => l.items.length === 2);
  return { framework: first.framework, ballot: ballot.ballot };
}
