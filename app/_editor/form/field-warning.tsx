import { TriangleAlert } from "lucide-react";
import { Icon } from "@/app/_ui/icon";
import { MarkedText } from "@/app/_ui/marked-text";

/** Under a field: what is odd about it and does not keep it from being deployed. */
export function FieldWarning({ children }: { readonly children: string }) {
  return (
    <p className="flex items-start gap-1 pt-1 text-label font-normal text-wait">
      <Icon of={TriangleAlert} size={12} className="mt-0.5" />
      <span className="min-w-0 wrap-anywhere">
        <MarkedText>{children}</MarkedText>
      </span>
    </p>
  );
}
