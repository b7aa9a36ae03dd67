import { describe, expect, test } from '@jest/globals';
import { podBehaviours } from '../../../tools/servers/pod-behaviours.ts';
import { podStages } from '../../../tools/servers/pod-stages.ts';

interface Stage {
  readonly metadata: { readonly name: string };
  readonly spec: {
    readonly steps: readonly { readonly patch?: { readonly template: string }; readonly delete?: boolean }[];
  };
}

const stages = podStages().map((text) => JSON.parse(text) as Stage);

describe('the stages of simulated pods', () => {
  test('each step of each behaviour is one, beside the two of a plain pod', () => {
    const steps = Object.values(podBehaviours).reduce((sum, { length }) => sum + length, 0);
    expect(new Set(stages.map(({ metadata }) => metadata.name)).size).toBe(steps + 2);
  });

  test('every change names the uid of the pod it is meant for', () => {
    const templates = stages.flatMap(({ spec }) => spec.steps.flatMap(({ patch }) => patch?.template ?? []));
    expect(templates.length).toBe(stages.length - 1);
    expect(templates.filter((text) => !text.includes('uid: {{ .metadata.uid | Quote }}'))).toEqual([]);
  });

  test('no step leads beyond the last', () => {
    for (const steps of Object.values(podBehaviours)) {
      const targets = steps.flatMap((step) => ('goTo' in step && step.goTo !== undefined ? [step.goTo] : []));
      for (const target of targets) expect(target).toBeLessThan(steps.length);
    }
  });
});
