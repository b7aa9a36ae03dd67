import { messageOf, messageOfBack, type RollFailure } from './roll-failure.ts';
import type { ClientReport } from './roll-result.ts';
import { someOf } from './some-of.ts';

/** What failed for one client, or in the same way for several. */
export interface Gathered {
  readonly clients: readonly string[];
  readonly failure: RollFailure;
}

/** One line that says why. */
export interface Headline {
  readonly clients: readonly string[];
  readonly text: string;
  /** The same for another of them, where it was told already. */
  readonly again: string;
}

interface Failed {
  readonly client: string;
  readonly failure: RollFailure;
}

/**
 * What several clients fail by is told once: a rule of the cluster that refuses each of them, say. Their own names in it
 * don't make it another cause; where several share it, they are written as `CLIENT`.
 */
export function gathered(failures: readonly Failed[]): readonly Gathered[] {
  const groups = new Map<string, Failed[]>();
  for (const failed of failures) {
    const key = keyOf(failed);
    groups.set(key, [...(groups.get(key) ?? []), failed]);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const failure = group.length === 1 ? first.failure : nameless(first);
    return [{ clients: group.map(({ client }) => client), failure }];
  });
}

/** Why clients failed, and why they could not go back. */
export function headlinesOf(reports: readonly ClientReport[], redact: (text: string) => string): readonly Headline[] {
  const forward = gathered(
    reports.flatMap(({ client, failure }) => (failure === undefined ? [] : [{ client, failure }])),
  );
  const back = gathered(
    reports.flatMap(({ client, goingBackFailure }) =>
      goingBackFailure === undefined ? [] : [{ client, failure: goingBackFailure }],
    ),
  );
  return [
    ...forward.map(({ clients, failure }) => ({
      clients,
      text: messageOf(someOf(clients), failure, redact).headline,
      again: `as ${clients[0]}`,
    })),
    ...back.map(({ clients, failure }) => {
      const earlier = reports.find(({ client }) => clients.length === 1 && client === clients[0])?.failure;
      const text = messageOfBack(someOf(clients), failure, earlier, redact).headline;
      return { clients, text, again: `going back: as ${clients[0]}` };
    }),
  ];
}

/** A sign tells of one client's own pod. */
function keyOf({ client, failure }: Failed): string {
  if (failure.kind === 'sign') return `sign of ${client}`;
  return JSON.stringify([failure.cause, nameless({ client, failure }).message]);
}

type OtherFailure = Extract<RollFailure, { kind: 'other' }>;

function nameless(failed: Failed & { readonly failure: OtherFailure }): OtherFailure;
function nameless(failed: Failed): RollFailure;
function nameless({ client, failure }: Failed): RollFailure {
  if (failure.kind === 'sign') return failure;
  const name = new RegExp(`(?<![a-z0-9-])${client.replaceAll('.', '\\.')}(?![a-z0-9])`, 'g');
  return { ...failure, message: failure.message.replaceAll(name, 'CLIENT') };
}
