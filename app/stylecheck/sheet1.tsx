"use client";
import { useState } from "react";
import { Plus, Rocket, Trash2, Pencil, Copy, Ellipsis, Workflow, Globe, Search, Radio } from "lucide-react";
import { Button } from "@/app/_ui/button";
import { ButtonLink } from "@/app/_ui/button-link";
import { IconButton } from "@/app/_ui/icon-button";
import { Input } from "@/app/_ui/input";
import { Textarea } from "@/app/_ui/textarea";
import { Field } from "@/app/_ui/field";
import { Dialog, DialogCancel } from "@/app/_ui/dialog";
import { ConfirmDialog } from "@/app/_ui/confirm-dialog";
import { Sheet } from "@/app/_ui/sheet";
import { Menu } from "@/app/_ui/menu";
import { MenuItem, MenuLine, MenuGroup, MenuSub, MenuCheck } from "@/app/_ui/menu-items";
import { Popover } from "@/app/_ui/popover";
import { Pill } from "@/app/_ui/pill";
import { StatePill } from "@/app/_ui/state-pill";
import { stateLooks, type ShownState } from "@/app/_ui/delivery-state";
import { KindTile } from "@/app/_ui/kind-tile";
import { EmptyState } from "@/app/_ui/empty-state";
import { Banner } from "@/app/_ui/banner";
import { Card } from "@/app/_ui/card";
import { PageHeader } from "@/app/_ui/page-header";
import { SkeletonRows } from "@/app/_ui/skeleton";
import { CopyId } from "@/app/_ui/copy-id";
import { Table, TableHead, TableHeadCell, TableBody, TableRow, TableCell, TableActions } from "@/app/_ui/table";
import { showToast } from "@/app/_ui/show-toast";

export function Sheet1() {
  const [d, setD] = useState(""); const [busy, setBusy] = useState(false);
  return (
    <div className="mx-auto max-w-[1440px] p-6">
      <PageHeader title="Flows" description="Everything that runs in this workspace." mark={<Pill>3 live</Pill>} actions={<><Button icon={Search}>Find</Button><Button variant="primary" icon={Plus}>New flow</Button></>} />
      <div className="grid grid-cols-3 gap-6">
        <Card title="Buttons">
          <div className="flex flex-wrap items-center gap-2">
            <Button variant="primary" icon={Rocket} busyLabel="Deploying…" busy={busy} onClick={() => setBusy(true)}>Deploy 3 changes</Button>
            <Button>Cancel</Button><Button variant="ghost">Ghost</Button><Button variant="danger" icon={Trash2}>Discard 41</Button>
            <Button size="dense">Dense</Button><Button size="dense" variant="primary">Dense</Button>
            <Button size="large" variant="primary">Create owner</Button>
            <Button disabled="Deploying needs the Editor role.">Disabled</Button><Button variant="primary" disabled="x">Disabled</Button>
            <Button busy variant="primary" busyLabel="Saving…">Save</Button>
            <ButtonLink href="/x">Link</ButtonLink>
            <IconButton icon={Pencil} label="Rename flow" shortcut="Mod+R" /><IconButton icon={Copy} label="Copy" size={32} variant="secondary" /><IconButton icon={Radio} label="Follow" pressed />
          </div>
        </Card>
        <Card title="Fields">
          <div className="flex flex-col gap-4">
            <Field label="Name" help="Shown on the card."><Input placeholder="Web shop" /></Field>
            <Field label="Topic" error={<>There is no field <code>custmer</code>. Did you mean <code>customer</code>?</>}><Input mono defaultValue="order.placed" /></Field>
            <Field label="Note" optional><Textarea placeholder="What changed" rows={2} /></Field>
            <Field label="Off" disabled><Input defaultValue="Cannot" /></Field>
          </div>
        </Card>
        <Card title="Pills and tiles">
          <div className="flex flex-wrap gap-2">
            {(Object.keys(stateLooks) as ShownState[]).map((s) => <StatePill key={s} state={s} />)}
            <StatePill state="retrying">4 waiting · next 13:40</StatePill><Pill tone="accent">test</Pill>
            <KindTile kind="producer" /><KindTile kind="producer" icon={Globe} /><KindTile kind="topic" /><KindTile kind="consumer" />
            <CopyId id="018f3b2c-7d1e-7a50-9d30-1c2ab34c9c2a" label="event id" />
          </div>
          <div className="mt-4 flex flex-col gap-2">
            <Banner>Live updates stopped 12 s ago. Reconnecting…</Banner>
            <Banner tone="wait" actions={<Button size="dense">Show</Button>}>The backlog is at 70 % of its limit.</Banner>
            <Banner tone="bad">Millrace cannot be reached. Your last change is kept in this browser.</Banner>
            <Banner tone="ok">Revision 8 is live.</Banner>
          </div>
        </Card>
        <Card title="Consumers" flush className="col-span-2" actions={<Menu align="end" trigger={<IconButton icon={Ellipsis} label="More" data-testid="menu" />}><MenuItem icon={Pencil} shortcut="F2" onSelect={() => {}}>Rename</MenuItem><MenuItem icon={Copy} shortcut="Mod+D" onSelect={() => {}}>Duplicate</MenuItem><MenuItem onSelect={() => {}} disabled="Needs the Editor role">Deploy</MenuItem><MenuGroup label="View"><MenuCheck checked onCheckedChange={() => {}}>Minimap</MenuCheck></MenuGroup><MenuSub icon={Workflow} label="Move to"><MenuItem onSelect={() => {}}>Shop</MenuItem></MenuSub><MenuLine /><MenuItem icon={Trash2} destructive onSelect={() => {}} shortcut="Delete">Delete flow</MenuItem></Menu>}>
          <Table><TableHead><TableHeadCell>State</TableHeadCell><TableHeadCell>Consumer</TableHeadCell><TableHeadCell>Topic</TableHeadCell><TableHeadCell number>Events</TableHeadCell><TableHeadCell number>p95, ms</TableHeadCell><TableHeadCell /></TableHead>
            <TableBody>{["Shipping", "Fraud check", "Send e-mail", "Loyalty"].map((n, i) => <TableRow key={n} selected={i === 1}><TableCell><StatePill state={(["succeeded", "retrying", "dead", "running"] as const)[i] ?? "held"} /></TableCell><TableCell className="font-strong">{n}</TableCell><TableCell className="font-mono text-mono">order.placed</TableCell><TableCell number>1,204</TableCell><TableCell number>38</TableCell><TableActions><IconButton size={24} icon={Ellipsis} label="More" /></TableActions></TableRow>)}</TableBody></Table>
        </Card>
        <Card title="Overlays"><div className="flex flex-wrap gap-2">
          <Button data-testid="dialog" onClick={() => setD("dialog")}>Dialog</Button>
          <Button data-testid="confirm" onClick={() => setD("confirm")}>Confirm</Button>
          <Button data-testid="sheet" onClick={() => setD("sheet")}>Sheet</Button>
          <Button data-testid="toast" onClick={() => { showToast("Removed 3 cards, 5 wires.", { action: { label: "Undo", onAction: () => {} } }); showToast("Revision 8 is live."); showToast("The mail server refused the message. Check the password of the credential.", { tone: "bad" }); }}>Toasts</Button>
          <Popover trigger={<Button data-testid="popover">Popover</Button>} title="What happened?"><Field label="Event"><Input mono defaultValue="user.signed-up" /></Field></Popover>
        </div></Card>
        <Card flush><SkeletonRows /></Card>
        <Card flush className="col-span-2"><EmptyState icon={Workflow} actions={<><Button variant="primary">New flow</Button><Button>Browse templates</Button></>}>No flows yet. A flow says what happens when something happens.</EmptyState></Card>
      </div>
      <Dialog open={d === "dialog"} onOpenChange={(o) => !o && setD("")} title="Rename order.placed to …?" description="3 flows, 2 API keys, 1 saved filter will follow." footer={<><DialogCancel /><Button variant="primary">Rename topic</Button></>}><Field label="New name"><Input mono defaultValue="order.created" /></Field></Dialog>
      <ConfirmDialog open={d === "confirm"} onOpenChange={(o) => !o && setD("")} title="Discard 41 dead letters?" action="Discard 41" destructive onConfirm={() => {}}>They stay in the history as discarded and cannot be redriven.</ConfirmDialog>
      <Sheet open={d === "sheet"} onOpenChange={(o) => !o && setD("")} title="Deploy 3 changes" description="Revision 8" footer={<><DialogCancel /><Button variant="primary">Deploy 3 changes</Button></>}><Field label="Note" optional><Textarea /></Field></Sheet>
    </div>
  );
}
