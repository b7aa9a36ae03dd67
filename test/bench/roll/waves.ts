/** Clients that may restart side by side. */
export interface BenchWave {
  readonly clients: readonly string[];
  readonly atOnce: number;
}

/**
 * The order that keep-deploy promises for clients that run already: of the bootstraps at most half at once, then a canary,
 * then the rest. The floor keeps to it too, and the ideal is computed from it.
 */
export function wavesOf(clients: readonly string[], bootstraps: number, parallel: number): readonly BenchWave[] {
  const [first, rest] = [clients.slice(0, bootstraps), clients.slice(bootstraps)];
  return [
    { clients: first, atOnce: Math.min(parallel, Math.max(1, Math.floor(first.length / 2))) },
    { clients: rest.slice(0, 1), atOnce: 1 },
    { clients: rest.slice(1), atOnce: parallel },
  ].filter((wave) => wave.clients.length > 0);
}

/**
 * How long these waves take when nothing but the pods themselves takes time: each client in the first slot that is free.
 * @param podsOwnMs how long each client's old pod took to go and its new one from its node to ready; a client without a new
 *   pod costs nothing.
 */
export function idealMs(waves: readonly BenchWave[], podsOwnMs: ReadonlyMap<string, number>): number {
  return waves.reduce((before, { clients, atOnce }) => before + longestSlot(clients, atOnce, podsOwnMs), 0);
}

function longestSlot(clients: readonly string[], atOnce: number, podsOwnMs: ReadonlyMap<string, number>): number {
  const slots = Array.from({ length: atOnce }, () => 0);
  for (const client of clients) {
    const soonest = slots.indexOf(Math.min(...slots));
    slots[soonest] = (slots[soonest] ?? 0) + (podsOwnMs.get(client) ?? 0);
  }
  return Math.max(...slots);
}
