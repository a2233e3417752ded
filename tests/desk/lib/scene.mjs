// SPDX-License-Identifier: Apache-2.0
// A case in the middle of its life, for pictures and for looking at every view: a message conveyed, one that waits with
// words proposed, a pair, a refusal, a non-paper; an agenda with frameworks and a ballot.
import { arrived, openCase } from './stage.mjs';

const persian = 'ایران برای گفت‌وگوی غیرمستقیم دربارهٔ کاهش تنش آماده است و از طرف مقابل انتظار تضمین کتبی دارد.';

const agenda = JSON.stringify({
  format: 'goodoffices-accord-1',
  agenda: {
    name: 'Border and water',
    issues: [
      { name: 'Flow', options: ['low', 'middle', 'high'], texts: { en: 'Flow downstream', ar: 'التدفق نحو المصب' }, option_texts: { low: { en: '45 m³/s', ar: '45 م³/ث' }, middle: { en: '60 m³/s', ar: '60 م³/ث' }, high: { en: '75 m³/s', ar: '75 م³/ث' } } },
      { name: 'Dam', options: ['open', 'shared', 'closed'], texts: { en: 'Control of the dam', ar: 'إدارة السد' }, option_texts: { open: { en: 'upstream alone', ar: 'المنبع وحده' }, shared: { en: 'joint commission', ar: 'لجنة مشتركة' }, closed: { en: 'downstream alone', ar: 'المصب وحده' } } },
      { name: 'Fee', options: ['none', 'half', 'full'], texts: { en: 'Transit fee', ar: 'رسم العبور' }, option_texts: { none: { en: 'none', ar: 'بلا رسم' }, half: { en: 'half', ar: 'النصف' }, full: { en: 'full', ar: 'كامل' } } },
    ],
  },
});
const appraisal = (flow, dam, fee, weights) => JSON.stringify({ format: 'goodoffices-appraisal-1', kind: 'exact', worth: { Flow: flow, Dam: dam, Fee: fee }, weights, walk_away: { value: '0.35' } });
const framework = (title, text, pack) => JSON.stringify({ format: 'goodoffices-framework-1', title, lang: 'en', text, package: pack });

/** The person's id of every thing that a view is opened on. */
export async function playScene(stage, { frameworks = true } = {}) {
  const id = await openCase(stage, { sides: ['Israel', 'Iran'], verifiers: ['IAEA'] });
  const { Moscow, Israel, Iran } = stage.posts;
  const number = async (of) => (await stage.posts[of].call('case.show', { case: id })).participants.find((p) => p.self).number;
  await Moscow.call('contact.verify', { case: id, name: 'Israel', number: await number('Israel') });
  await Israel.call('contact.verify', { case: id, name: 'Moscow', number: await number('Moscow') });
  const say = async (post, args) => {
    const { signal } = await post.call('signal', { case: id, lang: 'en', ...args });
    await arrived(Moscow, signal);
    return signal;
  };

  const assurance = await say(Israel, { to: ['Iran'], act: 'assurance', precedence: 'PRIORITY', text: 'Israel, too, is committed to further de-escalation and is not interested in any form of confrontation.' });
  const { conveyance } = await Moscow.call('convey', { signal: assurance, to: 'Iran' });
  await Iran.until((p) => p.call('inbox', { case: id }), (inbox) => inbox.items.some((i) => i.id === conveyance));
  await Iran.call('acknowledge', { conveyance, position: 'noted' });

  const answer = await say(Iran, { to: ['Israel'], act: 'answer', lang: 'fa', text: persian, translations: [{ lang: 'en', text: 'Iran is ready for indirect talks about de-escalation and expects a written guarantee from the other side.' }], in_reply_to: conveyance });
  const answered = await Moscow.call('convey', { signal: answer, to: 'Israel' });
  await Israel.until((p) => p.call('inbox', { case: id }), (inbox) => inbox.items.some((i) => i.id === answered.conveyance));

  const request = await say(Israel, { to: ['Iran', 'IAEA'], act: 'request', precedence: 'IMMEDIATE', form: 'paraphrase', disclosure: 'confirmable', public_line: 'Contacts continue.', text: 'We ask that inspectors be admitted to the site at Natanz before the end of the month, with full access to the records of the last two years.' });
  const { rendering } = await Moscow.call('render', { signal: request, to: 'Iran', form: 'paraphrase', lang: 'en', text: 'Israel asks that inspectors be admitted to the site before the end of the month, with access to the records of two years.' });
  await Israel.until((p) => p.call('waiting', { case: id }), (w) => w.items.some((i) => i.id === rendering));

  const offer = await say(Israel, { to: ['Iran'], act: 'offer', simultaneous_with: 'Iran', text: 'If Iran halts enrichment above 5 per cent for ninety days, Israel refrains from any operation for as long.' });
  const counter = await say(Iran, { to: ['Israel'], act: 'offer', lang: 'fa', simultaneous_with: 'Israel', text: 'ایران در برابر خودداری اسرائیل از هر عملیات، غنی‌سازی بالای ۵ درصد را نود روز متوقف می‌کند.' });
  await say(Iran, { to: ['Israel'], act: 'warning', precedence: 'FLASH', attribution: 'unattributed', text: 'A second flight over the strait tonight will be answered.' });
  await Iran.call('confide', { case: id, text: 'Between us: the ninety days can become a hundred and twenty.', lang: 'en' });
  await Moscow.until((p) => p.call('inbox', { case: id }), (inbox) => inbox.items.some((i) => i.kind === 'nonpaper'));

  const scene = { id, assurance, conveyance, answered: answered.conveyance, request, rendering, offer, counter };
  return frameworks ? { ...scene, ...(await playFrameworks(stage, id)) } : scene;
}

async function playFrameworks(stage, id) {
  const { Moscow, Israel, Iran } = stage.posts;
  await Moscow.call('agenda.set', { case: id, document: agenda });
  const hasAgenda = (p) => p.call('agenda.show', { case: id }).catch(() => null);
  for (const post of [Israel, Iran]) await post.until(hasAgenda, (a) => a !== null);
  await Israel.call('appraise', { case: id, share: true, document: appraisal({ low: '0', middle: '3', high: '5' }, { open: '0', shared: '3', closed: '4' }, { none: '0', half: '1', full: '2' }, { Flow: '50', Dam: '30', Fee: '20' }) });
  await Iran.call('appraise', { case: id, share: true, document: appraisal({ low: '5', middle: '4', high: '0' }, { open: '4', shared: '3', closed: '0' }, { none: '2', half: '1', full: '0' }, { Flow: '40', Dam: '45', Fee: '15' }) });
  await Moscow.until((p) => p.call('appraisal.show', { case: id }).catch(() => ({ items: [] })), (r) => r.items.length === 2);
  const tabled = await Moscow.call('framework.table', {
    case: id,
    documents: [
      framework('Commission first', 'The two sides put the dam under a joint commission, and the flow is sixty cubic metres a second for three years.', { Flow: 'middle', Dam: 'shared', Fee: 'half' }),
      framework('Flow for control', 'Upstream keeps control of the dam; downstream is assured of the higher flow without a fee. The fee is left open for the first year.', { Flow: 'high', Dam: 'open' }),
    ],
  });
  const [first] = tabled.frameworks;
  for (const post of [Israel, Iran]) await post.until((p) => p.call('framework.list', { case: id }), (l) => l.items.length === 2);
  const ballot = await Moscow.call('ballot.open', { framework: first.framework, until: '+2d', unverified: true });
  await Israel.until((p) => p.call('ballot.list', { case: id }), (l) => l.items.length === 1);
  return { framework: first.framework, ballot: ballot.ballot };
}
