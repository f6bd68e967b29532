import { consumersBench } from "./stage/consumers-bench";

/** Deliveries a second when each event goes to four consumers, against a bare queue. */
export const fanout = consumersBench(4, 1.8);
