-- Dispatching happens hundreds of times a second with arguments that change nothing about how its statements are best run,
-- and PostgreSQL planned the larger ones anew each time. Whoever replaces the function must say this again.
ALTER FUNCTION millrace_dispatch(uuid[], int) SET plan_cache_mode = force_generic_plan;
