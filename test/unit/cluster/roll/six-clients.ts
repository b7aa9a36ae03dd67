import { expect } from '@jest/globals';
import { type HeldClock, heldClock } from '../api/held-clock.ts';
import { type Behaviour, createFakeNamespace, type FakeNamespace } from './fake-namespace.ts';
import { type ClientText, clientObjects, imageOf, type Release, roll } from './network-fixture.ts';

export const names = ['b0', 'b1', 's0', 's1', 's2', 's3'];

export const release = (image: string, more: Record<string, ClientText> = {}, clients = names): Release => ({
  clients: clients.map((client) => clientObjects(client, { image, ...more[client] })),
});

export const before = release('a');
/** One of them fails: the image `f` behaves as the test says. */
export const bad = release('b', { s1: { image: 'f' } });

export const servingAll = (image: string, clients = names) =>
  Object.fromEntries(clients.map((name) => [name, imageOf(image)]));

export interface SixClients {
  readonly clock: HeldClock;
  readonly fake: FakeNamespace;
}

type BehaviourOf = Behaviour | ((image: string, client: string) => Behaviour);

/** A namespace in which nothing was ever rolled. */
export function fresh(behaviourOf: BehaviourOf): SixClients {
  const clock = heldClock();
  const byImage = (image: string): Behaviour =>
    typeof behaviourOf === 'string' && image === imageOf('f') ? behaviourOf : 'ready';
  return { clock, fake: createFakeNamespace(clock, typeof behaviourOf === 'string' ? byImage : behaviourOf) };
}

/** A namespace in which the release of before stands; only what is written after it is remembered. */
export async function standing(behaviourOf: BehaviourOf = 'image', stands = before): Promise<SixClients> {
  const { clock, fake } = fresh(behaviourOf);
  const { result } = await roll(fake, clock, undefined, stands);
  expect(result.outcome).toBe('deployed');
  fake.writes.length = 0;
  return { clock, fake };
}
