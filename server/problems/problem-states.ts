/** What people have made of a problem. `resolved` ones open again with the next failure, `ignored` ones do not. */
export const problemStates = ["open", "acknowledged", "resolved", "ignored"] as const;
export type ProblemState = (typeof problemStates)[number];

/** The dead letters `d` of a problem `p`, as a condition that the index `delivery_dead_cause_idx` answers. */
export const letterOfProblemSql = `
  d.subscription_id = p.subscription_id AND d.run = 0 AND d.status = 'dead'
  AND millrace_cause(d.step_id, d.reason, d.message) = p.fingerprint`;

/** How many later events wait behind a dead letter `d`. */
export const waitingBehindSql = `
  SELECT count(*) AS n FROM delivery h
  WHERE h.subscription_id = d.subscription_id AND h.parked_key = d.parked_key AND h.run = 0 AND h.status = 'held'`;
