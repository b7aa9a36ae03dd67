import type { InputValues } from '../src/runner/index.ts';
import type { rolloutInputs } from './shared-inputs.ts';

/** What contradicts itself in how the clients are to be rolled, one sentence each. */
export function rolloutContradictions({
  clientTimeout,
  waveTimeout,
  rollTimeout,
  bake,
  onFailure,
  maxFailures,
}: InputValues<typeof rolloutInputs>): readonly string[] {
  const client = duration(clientTimeout);
  const within = [
    { name: 'wave-timeout', limitMs: waveTimeout },
    { name: 'roll-timeout', limitMs: rollTimeout },
  ].filter(({ limitMs }) => clientTimeout > limitMs);
  return [
    ...within.map(
      ({ name, limitMs }) =>
        `input client-timeout is ${client}, longer than ${name} (${duration(limitMs)}), which ends the wait for a client too; expected at most ${duration(limitMs)}: give client-timeout less, or ${name} more`,
    ),
    ...(bake !== undefined && bake >= clientTimeout
      ? [
          `input bake is ${duration(bake)}, and no client could ever be proved within client-timeout (${client}); expected less than ${client}: give bake less, or client-timeout more`,
        ]
      : []),
    ...(maxFailures !== undefined && onFailure !== undefined
      ? [
          `input max-failures is ${maxFailures}, and input on-failure is ${onFailure}: each says what a failed client leads to; expected one of them: leave the other away`,
        ]
      : []),
  ];
}

/** As it is written in an input: `90s`, `5m`, `2h`. */
function duration(ms: number): string {
  const units = [
    { unit: 'h', unitMs: 3_600_000 },
    { unit: 'm', unitMs: 60_000 },
    { unit: 's', unitMs: 1000 },
  ];
  const whole = units.find(({ unitMs }) => ms % unitMs === 0);
  return whole === undefined ? `${ms}ms` : `${ms / whole.unitMs}${whole.unit}`;
}
