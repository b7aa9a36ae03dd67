/** What was planned no longer fits the chain, and nothing is wrong with that: settle, plan and go on, in the same run. */
export class PlanAgain extends Error {}
