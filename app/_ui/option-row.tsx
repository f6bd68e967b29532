import { cn } from "./cn";
import { Icon } from "./icon";
import type { Option } from "./option";

interface OptionFaceProps {
  readonly option: Option;
  readonly mono?: boolean;
}

/** The inside of a row in a list of options. */
export function OptionFace({ option, mono = false }: OptionFaceProps) {
  return (
    <>
      {option.icon === undefined ? null : <Icon of={option.icon} className="opacity-80" />}
      <span className="flex min-w-0 flex-1 flex-col">
        <span className={cn("truncate", mono && "font-mono text-mono")}>{option.label}</span>
        {option.detail === undefined ? null : (
          <span className="truncate text-label font-normal text-muted">{option.detail}</span>
        )}
      </span>
    </>
  );
}

export const optionRow = [
  "flex min-h-7 cursor-default items-center gap-2 rounded-control py-1 pr-2 pl-2 text-dense text-text outline-none select-none",
  "touch:min-h-10 data-highlighted:bg-hover data-disabled:text-disabled",
].join(" ");
