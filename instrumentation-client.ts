import { config } from "zod/v4/core";

// Before the first schema is made: zod tries whether it may compile code, and the policy of our pages would report that.
config({ jitless: true });
