"use client";

import { useState } from "react";
import { Button } from "./button";
import { Input } from "./input";

interface SecretInputProps {
  /** Whether one is stored; it is never shown again. */
  readonly isStored: boolean;
  /** The new one, empty until something is typed. */
  readonly value: string;
  readonly onValueChange: (value: string) => void;
  readonly placeholder?: string;
}

/** A stored secret as dots with *Replace*; else a box for a new one. */
export function SecretInput({ isStored, value, onValueChange, placeholder }: SecretInputProps) {
  const [isReplacing, setReplacing] = useState(false);
  const stop = () => {
    onValueChange("");
    setReplacing(false);
  };
  if (isStored && !isReplacing) {
    return (
      <div className="flex items-center gap-2">
        <span className="flex h-8 min-w-0 flex-1 items-center rounded-control border border-border bg-sunken px-2 text-muted">
          <span aria-hidden>••••••••••••</span>
          <span className="sr-only">A secret is stored</span>
        </span>
        <Button onClick={() => setReplacing(true)}>Replace</Button>
      </div>
    );
  }
  return (
    <div className="flex items-center gap-2">
      <Input
        mono
        type="password"
        autoComplete="new-password"
        autoFocus={isReplacing}
        value={value}
        onValueChange={onValueChange}
        placeholder={placeholder}
        className="flex-1"
      />
      {isReplacing ? <Button onClick={stop}>Keep the old one</Button> : null}
    </div>
  );
}
