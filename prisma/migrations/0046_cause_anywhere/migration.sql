-- Statistics are taken, and dumps restored, without a search path: what an index computes has to find its parts there, too.
ALTER FUNCTION millrace_cause(text, text, text) SET search_path FROM CURRENT;
