"use client";

import { Eye, EyeOff } from "lucide-react";
import { type ComponentProps, useState } from "react";
import { IconButton } from "@/app/_ui/icon-button";
import { Input, type InputProps } from "@/app/_ui/input";

/** A password box whose text can be shown for a moment. */
export function PasswordInput(props: InputProps & ComponentProps<typeof Input>) {
  const [shown, setShown] = useState(false);
  return (
    <div className="relative">
      <Input
        {...props}
        type={shown ? "text" : "password"}
        className="pr-10"
        spellCheck={false}
        autoCapitalize="none"
      />
      <IconButton
        icon={shown ? EyeOff : Eye}
        label={shown ? "Hide the password" : "Show the password"}
        size={28}
        tooltipSide="right"
        aria-pressed={shown}
        onClick={() => setShown(!shown)}
        className="absolute inset-y-0 right-1 my-auto"
      />
    </div>
  );
}
