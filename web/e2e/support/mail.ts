// The development mailbox, read as a person reads it: what came to an address.
import { expect } from "@playwright/test";
import type { Program } from "./program";

export interface Mail {
  to: string;
  subject: string;
  text: string;
  links: string[] | null;
}

/** All mails to an address, newest first. */
export async function mailsTo(program: Program, to: string): Promise<Mail[]> {
  const answer = await fetch(`${program.url}/dev/mail/api?to=${encodeURIComponent(to)}`);
  return ((await answer.json()) as Mail[] | null) ?? [];
}

/** Waits for a mail to an address whose subject fits; the newest one. */
export async function mailTo(program: Program, to: string, subject: RegExp): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(
      async () => {
        const mails = await mailsTo(program, to);
        found = mails.find((mail) => subject.test(mail.subject));
        return found?.subject ?? `only: ${mails.map((mail) => mail.subject).join(", ")}`;
      },
      { message: `a mail to ${to} with ${String(subject)}`, timeout: 20_000 },
    )
    .toMatch(subject);
  if (found === undefined) throw new Error("no mail");
  return found;
}

/** The link of a mail to a page of ours. */
export function linkIn(mail: Mail, path: string): string {
  const link = (mail.links ?? []).find((l) => new URL(l).pathname === path);
  if (link === undefined) throw new Error(`no link to ${path} in "${mail.subject}"`);
  return link;
}

/** The code of a mail, to be typed. */
export function codeIn(mail: Mail): string {
  const code = /type this code .*: ([0-9A-Z][0-9A-Z -]{6,9}[0-9A-Z])$/m.exec(mail.text)?.[1];
  if (code === undefined) throw new Error(`no code in "${mail.subject}"`);
  return code;
}
