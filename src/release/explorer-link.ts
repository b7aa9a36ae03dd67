import type { Environment } from '../environment/index.ts';
import type { LinkedText } from '../report/index.ts';

/** An address, or a transaction's hash, that leads to the chain's explorer where keep-deploy.yml names one. */
export function linkTo(
  { chain: { explorer } }: Environment<'chain'>,
  kind: 'address' | 'tx',
  text: string,
): string | LinkedText {
  return explorer === undefined ? text : { text, url: `${explorer.replace(/\/$/, '')}/${kind}/${text}` };
}
