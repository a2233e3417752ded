// SPDX-License-Identifier: Apache-2.0
// What comes after yes, for pictures and for looking at every view: steps that answer each other with a finding and a dispute
// of it, a night on which all sides are reached, tests of lines, words by telephone, an account on which two differ, a joint
// text under embargo, and what the press printed.

const report = `date 2025-11-30 Upriver keeps the gate open, envoy says

By our correspondent at the bend

The envoy met reporters in the evening. “Upriver wants no quarrel over the summer water,” a spokesman of Upriver said.

Downriver had no comment.
`;

const piece = Buffer.from('Gate at nine in the morning: 61 m³/s.\n');

/** Plays it in the case of playScene(); the person's id of every thing that a view is opened on. */
export async function playAfterwards(stage, { id, assurance }) {
  const { Envoy, Upriver, Downriver, Inspectors } = stage.posts;
  const holds = (commitment) => (p) => p.call('commitment.show', { commitment }).catch(() => null);
  const there = (shown) => shown !== null;
  const { commitment: gate } = await Upriver.call('commit', { case: id, to: ['Downriver'], by: '+20d', verified_by: 'Inspectors', evidence: 'The gauge below the gate.', text: 'Upriver opens the Narrow Gate to sixty cubic metres a second at nine every morning, and lets the inspectors read the gauge.' });
  for (const post of [Envoy, Downriver, Inspectors]) await post.until(holds(gate), there);
  const { commitment: bend } = await Downriver.call('commit', { case: id, to: ['Upriver'], by: '+50d', in_return_for: gate, lang: 'fa', text: 'پایین‌رود ساخت‌وساز آبگیر تازه کنار پیچ را نود روز متوقف می‌کند.' });
  await Upriver.until(holds(bend), there);
  const { commitment: books } = await Upriver.call('commit', { case: id, to: ['Downriver'], by: '+3d', precedence: 'PRIORITY', when: [{ commitment: bend, needs: 'undertaken' }], text: 'Upriver hands over the records of the last two years.' });

  const evidence = await Inspectors.call('evidence.add', { case: id, name: 'gauge.txt', bytes: piece.length, hash: await sha256(piece), from: 0, octets: piece.toString('base64') });
  const { attestation } = await Inspectors.call('attest', { commitment: gate, finding: 'not-confirmed', scope: 'The gauge below the gate, read at nine in the morning on three days that nobody was told of.', evidence: [{ name: 'gauge.txt', bytes: piece.length, hash: evidence.evidence }] });
  const found = (shown) => shown?.said.some((s) => s.id === attestation);
  await Upriver.until(holds(gate), found);
  await Upriver.call('commitment.claim', { commitment: gate, says: 'disputed', text: 'The gauge was being cleaned on two of the three days.' });
  await Downriver.until(holds(books), there);

  const { incident } = await Downriver.call('incident.open', { case: id, precedence: 'FLASH', release: 'all', text: 'The lower meadows are under water since three in the morning; four families are on their roofs. Is the gate open?' });
  await Envoy.until((p) => p.call('incident.list', { case: id }), (l) => l.items.length === 1);
  await Envoy.call('outreach', { incident });
  await Upriver.until((p) => p.call('incident.list', { case: id }), (l) => l.items[0]?.outreaches.length === 1);
  await Upriver.call('incident.respond', { incident, position: 'none-yet' });
  await Envoy.until((p) => p.call('incident.list', { case: id }), (l) => l.items[0].outreaches[0].sides.some((s) => s.state === 'answered'));

  await Envoy.call('line.test', { case: id, name: 'Upriver' });
  await Upriver.call('line.test', { case: id });
  await Envoy.call('line.test', { case: id, name: 'Upriver', person: true, every_s: 3600 });
  await Envoy.until((p) => p.call('line.show', { case: id }), (l) => l.items.find((x) => x.with === 'Upriver').healthy);

  const { minute } = await Envoy.call('minute', { case: id, from: 'Upriver', to: ['Downriver'], read_back: true, text: 'Nobody opened the gate last night. Two keepers watch it from now on.' });
  const call = await Envoy.call('call.schedule', { at: '+1d', with: ['Upriver', 'Downriver'], topics: [{ case: id, text: 'The night at the lower meadows' }] });
  const { draft: readout } = await Envoy.call('text.draft', { case: id, purpose: 'readout', call: call.calls[0].call, texts: [{ lang: 'en', text: 'Upriver and Downriver spoke about the night at the lower meadows. Upriver regretted it. The gate is watched by two keepers now.' }] });
  const hasText = (draft) => [(p) => p.call('text.list', { case: id }), (l) => l.items.some((x) => x.draft === draft)];
  for (const post of [Upriver, Downriver]) await post.until(...hasText(readout));
  await Upriver.call('text.agree', { draft: readout });
  await Downriver.call('text.differ', { draft: readout, texts: [{ lang: 'en', text: 'Upriver and Downriver spoke about the night at the lower meadows. Upriver promised to pay for the hay. The gate is watched by two keepers now.' }] });
  const { draft: joint } = await Envoy.call('text.draft', { case: id, purpose: 'communique', embargo: '+1d', texts: [{ lang: 'en', text: '{parties} share the Osk by an agreement that both have ratified.' }, { lang: 'ar', text: 'يتقاسم الجانبان {parties} مياه الأوسك باتفاق صدّقا عليه.' }] });
  for (const post of [Upriver, Downriver]) {
    await post.until(...hasText(joint));
    await post.call('text.agree', { draft: joint });
  }
  const { exhibits } = await Envoy.call('exhibit.add', { case: id, document: report, source: 'The Bend Gazette', with: 'Upriver' });
  await Envoy.call('exhibit.link', { exhibit: exhibits[0].exhibit, quotation: 1, signal: assurance, to: 'Downriver' });
  for (const post of [Envoy, Upriver, Downriver]) await post.until((p) => p.call('text.list', { case: id }), (l) => l.items.some((x) => x.state === 'under-embargo') && l.items.some((x) => x.state === 'differs'));
  await Upriver.until((p) => p.call('exhibit.list', { case: id }), (l) => l.items[0]?.links.length === 1);
  return { gate, bend, books, incident, minute, readout, joint };
}

const sha256 = async (octets) => Buffer.from(await crypto.subtle.digest('SHA-256', octets)).toString('hex');
