/**
 * Notices when somebody is about to write a secret into the chat, or to ask for
 * one: a word for it with something that looks like its value beside it. The
 * support service never needs any.
 */
const words = [
  "password",
  "passcode",
  "cvc",
  "cvv",
  "cvc2",
  "cvv2",
  "pin",
  "security code",
  "one-time code",
  "κωδικός",
  "κωδικο",
  "пароль",
  "код",
  "пин",
  "密码",
  "验证码",
  "安全码",
];
const value = "[\\p{L}]*[^\\S\\n]*(?:is|are|ist|είναι|=|:|：|是|-|—)?[^\\S\\n]*[\"'«“]?(?=\\S*\\p{Nd})\\S{3,}";
const pattern = new RegExp(`(?:^|[^\\p{L}])(?:${words.join("|")})${value}`, "iu");

/** Whether a text has a word like password or CVC beside a value with a digit. */
export function asksForSecret(text: string): boolean {
  return pattern.test(text);
}
