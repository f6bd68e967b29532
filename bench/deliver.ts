import { consumersBench } from "./stage/consumers-bench";

/** Deliveries a second through one consumer, every one recorded with its trace, against a bare queue. */
export const deliver = consumersBench(1, 1.0);
