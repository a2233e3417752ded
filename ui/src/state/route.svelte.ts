// SPDX-License-Identifier: Apache-2.0
// Where one is: behind "#", which no browser sends anywhere.
import { tick } from 'svelte';

/** `compose` may say what is answered, `commitments` which undertaking of a framework is taken on; `signal` and `received` name what is open. */
export type Route =
  | { view: 'cases' }
  | { view: 'join' }
  | { view: 'open' }
  | { view: 'check' }
  | { view: 'settings' }
  | { view: 'case' | 'people' | 'proof' | 'frameworks' | 'agenda' | 'appraisal' | 'suggest' | Exclude<Afterwards, 'commitments'>; case: string }
  | { view: 'commitments'; case: string; framework?: string; undertaking?: string }
  | { view: 'compose'; case: string; reply?: string; mandate?: string }
  | { view: 'signal' | 'received'; case: string; id: string; to?: string }
  | { view: 'commitment'; case: string; id: string };

/** What comes after yes. */
export const afterwards = ['commitments', 'incidents', 'lines', 'calls', 'public'] as const;
export type Afterwards = (typeof afterwards)[number];

const caseViews = ['people', 'proof', 'frameworks', 'agenda', 'appraisal', 'suggest', ...afterwards] as const;
const plainViews = ['join', 'open', 'check', 'settings'] as const;

export function parse(hash: string): Route {
  const [path = '', query = ''] = hash.replace(/^#\/?/, '').split('?');
  const [head, id, what, about] = path.split('/');
  const params = new URLSearchParams(query);
  if (head !== 'case' || !id) return { view: plainViews.find((v) => v === head) ?? 'cases' };
  const extra = (name: string): Record<string, string> => (params.get(name) ? { [name]: params.get(name) as string } : {});
  const view = caseViews.find((v) => v === what);
  if (view === 'commitments') return { view, case: id, ...extra('framework'), ...extra('undertaking') };
  if (view) return { view, case: id };
  if (what === 'compose') return { view: 'compose', case: id, ...extra('reply'), ...extra('mandate') };
  if ((what === 'signal' || what === 'received') && about) return { view: what, case: id, id: about, ...extra('to') };
  if (what === 'commitment' && about) return { view: what, case: id, id: about };
  return { view: 'case', case: id };
}

export function spell(route: Route): string {
  if (route.view === 'cases') return '#/';
  if (!('case' in route)) return `#/${route.view}`;
  const base = `#/case/${route.case}`;
  if (route.view === 'case') return base;
  const params = new URLSearchParams();
  for (const name of ['reply', 'mandate', 'to', 'framework', 'undertaking'] as const) {
    const value = (route as Record<string, string | undefined>)[name];
    if (value) params.set(name, value);
  }
  const query = params.size ? `?${params}` : '';
  return 'id' in route ? `${base}/${route.view}/${route.id}${query}` : `${base}/${route.view}${query}`;
}

let route = $state.raw<Route>(parse(location.hash));
addEventListener('hashchange', () => {
  route = parse(location.hash);
  void tick().then(focusView);
});

/** A new view is announced by its heading, and the keyboard begins there. */
export function focusView(): void {
  const wanted = document.querySelector<HTMLElement>('main [data-focus]') ?? document.querySelector<HTMLElement>('main h1');
  wanted?.focus({ preventScroll: wanted.tagName === 'H1' });
  if (wanted?.tagName === 'H1') scrollTo(0, 0);
}

/** The same once a view has what it waited for, unless its user has moved on meanwhile. */
export async function settleFocus(): Promise<void> {
  await tick();
  const at = document.activeElement;
  if (!at || at === document.body || at.matches('main, h1')) focusView();
}

export const here = {
  get route(): Route { return route; },
};
/** The same, in place of where one is in the browser's history. */
export const replace = (next: Route): void => location.replace(spell(next));
export function go(next: Route): void {
  const hash = spell(next);
  if (location.hash === hash || (hash === '#/' && location.hash === '')) focusView();
  else location.hash = hash;
}
