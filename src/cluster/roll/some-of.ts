import { counted } from '../../report/index.ts';

/** Clients in a sentence: all names of a few, the number of many. */
export function someOf(clients: readonly string[]): string {
  return clients.length > 10 ? counted(clients.length, 'client') : clients.join(', ');
}
