// The development mailbox, read as a person reads it: what came to an address.
import { expect } from '@playwright/test';
import type { Program } from './program';

export interface Mail {
  to: string;
  subject: string;
  text: string;
}

/** Waits for a mail to an address whose subject fits, newest first. */
export async function mailTo(program: Program, to: string, subject: RegExp): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(
      async () => {
        const answer = await fetch(`${program.url}/dev/mail/api?to=${encodeURIComponent(to)}`);
        const mails = (await answer.json()) as Mail[];
        found = mails.find((mail) => subject.test(mail.subject));
        return found?.subject ?? mails.map((mail) => mail.subject).join(', ');
      },
      { message: `a mail to ${to} with ${String(subject)}`, timeout: 20_000 },
    )
    .toMatch(subject);
  if (found === undefined) throw new Error('no mail');
  return found;
}

/** The link of a mail to a page of ours. */
export function linkIn(mail: Mail, path: string): string {
  const link = new RegExp(`https?://\\S+${path}#t=[A-Za-z0-9_-]+`).exec(mail.text)?.[0];
  if (link === undefined) throw new Error(`no link to ${path} in "${mail.subject}"`);
  return link;
}
