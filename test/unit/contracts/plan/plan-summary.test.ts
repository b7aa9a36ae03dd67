import { describe, expect, test } from '@jest/globals';
import { planGraph } from '../../../../src/contracts/plan/plan-graph.ts';
import { countSteps, describeCounts, describePlan } from '../../../../src/contracts/plan/plan-summary.ts';
import { parseMermaid } from '../mermaid-parser.ts';
import { call, carriedOut, contract, hash, plan, setOf, withContract } from '../plan-fixture.ts';

const set = setOf(
  [contract('Lib'), contract('Token', { numbers: [1n] }), contract('Staking', { names: ['Token'], links: ['Lib'] })],
  [call('Token', { names: ['Staking'] }), call('Lib', { isOneShot: true })],
);
const world = carriedOut(plan(set));
const changed = withContract(set, contract('Staking', { names: ['Token'], links: ['Lib'], code: 'ab' }));

function described(of: ReturnType<typeof plan>): readonly string[] {
  const lines: string[] = [];
  const log = { info: (line: string) => void lines.push(line.replaceAll(/0x[0-9a-fA-F]{40}/g, '0x…')) };
  describePlan(of, undefined, log as unknown as Parameters<typeof describePlan>[2]);
  return lines;
}

describe('a plan in words', () => {
  test('says for each step what, where and why, and where it has to wait', () => {
    expect(described(plan(set))).toEqual([
      'create Lib at 0x…: not deployed yet',
      'create Token at 0x…: not deployed yet',
      'create Staking at 0x…: not deployed yet',
      'then, when all of that is mined and proved:',
      'call   Token.use(Staking): not called yet',
      'then, when all of that is mined and proved:',
      'call   Lib.use() (one-shot): not called yet',
    ]);
    expect(described(plan(changed, world))).toEqual([
      'keep   Lib at 0x…: unchanged, its code is on the chain',
      'keep   Token at 0x…: unchanged, its code is on the chain',
      'create Staking at 0x…: its code changed',
      'then, when all of that is mined and proved:',
      'call   Token.use(Staking): argument 0 (other) names Staking, which changes',
      'skip   Lib.use(): done',
    ]);
  });

  test('is one line for each step, whatever an artifact calls its parameters', () => {
    const evil = contract('Token', { numbers: [1n] });
    const named = { ...evil, parameters: [{ type: 'uint256', name: 'a\n::error::b\u2028c' }] };
    const before = carriedOut(plan(setOf([named])));
    const [line] = described(plan(setOf([{ ...named, arguments: [{ kind: 'literal', value: 2n }] }]), before));
    expect(line).toBe('create Token at 0x…: constructor argument 0 (a ::error::b c) changed (1 → 2)');
  });

  test('counts what is created, kept, called and skipped', () => {
    const counts = countSteps(plan(changed, world), 2);
    expect(counts).toEqual({ deployed: 1, kept: 2, called: 1, skipped: 1, transactions: 2 });
    expect(describeCounts(counts)).toBe('1 to create, 2 kept, 1 to call, 1 call done');
  });

  test('counts as created and called what the run has mined before it planned anew', () => {
    const again = plan(changed, world);
    expect(countSteps(again, 2, new Set([hash]))).toEqual({
      deployed: 3,
      kept: 0,
      called: 2,
      skipped: 0,
      transactions: 2,
    });
    expect(countSteps(again, 2, new Set([`0x${'2'.repeat(64)}`]))).toMatchObject({ deployed: 1, kept: 2 });
  });
});

describe('a plan as a graph', () => {
  test('marks what changes, and points from what is named to what names it', () => {
    expect(planGraph(changed, plan(changed, world)).split('\n')).toEqual([
      'flowchart LR',
      '  n0["Lib"]:::kept',
      '  n1["Token"]:::kept',
      '  n2["Staking"]:::created',
      '  n3(["use(Staking)"]):::called',
      '  n4(["use()"]):::kept',
      '  n1 --> n2',
      '  n0 --> n2',
      '  n1 --> n3',
      '  n2 --> n3',
      '  n0 --> n4',
      expect.stringContaining('classDef created'),
      expect.stringContaining('classDef called'),
      expect.stringContaining('classDef kept'),
    ]);
  });

  test('is one that GitHub can draw', async () => {
    const words = ['end', 'call', 'click', 'graph', 'subgraph', 'default', 'class', 'style', 'o', 'x'];
    const reserved = setOf(
      words.map((name) => contract(name)),
      [call('end', { names: ['call'] })],
    );
    await expect(parseMermaid(planGraph(changed, plan(changed, world)))).resolves.toBe('flowchart-v2');
    await expect(parseMermaid(planGraph(reserved, plan(reserved)))).resolves.toBe('flowchart-v2');
  });

  test('of a thousand contracts keeps what changes, and stays within what GitHub draws', async () => {
    const names = Array.from({ length: 1000 }, (_, index) => `Contract${index}`);
    const many = setOf(
      names.map((name, index) => contract(name, { names: names.slice(Math.max(0, index - 9), index) })),
    );
    const again = withContract(many, contract('Contract999', { code: 'ab' }));
    const graph = planGraph(again, plan(again, carriedOut(plan(many))));
    expect(graph).toContain('["Contract999"]:::created');
    expect(graph).toContain('and 920 more');
    const full = planGraph(many, plan(many));
    for (const text of [graph, full]) {
      expect(text.split('\n').filter((line) => line.includes('-->')).length).toBeLessThanOrEqual(300);
      expect(text.length).toBeLessThan(20_000);
      await expect(parseMermaid(text)).resolves.toBe('flowchart-v2');
    }
    expect(full).toContain('more arrows');
  });

  test('has nothing in it that Mermaid or a browser could take for markup', async () => {
    const entry = { type: 'function', name: 'x"]--><script>%%{init' };
    const evil = { ...set, calls: [{ ...call('Lib'), entry, abi: [entry] }] };
    const graph = planGraph(evil, plan(evil));
    expect(graph).toContain('(["x__--__script____init()"])');
    await expect(parseMermaid(graph)).resolves.toBe('flowchart-v2');
    expect(graph).not.toMatch(/script>|%%/);
  });

  test('calls a call by the name that the set gives it', () => {
    const named = { ...set, calls: [{ ...call('Lib'), name: 'mintT' }] };
    expect(planGraph(named, plan(named))).toContain('(["mintT"]):::called');
  });
});
