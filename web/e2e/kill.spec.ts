// kill -9 in the middle of the walk, a new start on the same data: everybody goes on
// where they were, and nothing that was said is lost.
import { photographCard } from "./support/card-picture";
import * as customer from "./support/customer";
import { looks } from "./support/look";
import * as staff from "./support/staff";
import { expect, test } from "./support/test";
import { agree, meet, sendCard, sendIdentity } from "./support/walk";

test.use({
  house: "kill",
  // While the program is away nothing can be reached.
  excuse: /net::ERR_(CONNECTION_(REFUSED|RESET)|EMPTY_RESPONSE|SOCKET_NOT_CONNECTED|INCOMPLETE_CHUNKED_ENCODING)/,
});

const email = "eleni@shop.example";

test("the walk goes on after kill -9", async ({ person, program }, info) => {
  const look = looks(info);
  const eleni = await person(customer.phone);
  await customer.beginRecovery(eleni, program, email, "eleni", "link", look);
  await customer.openChat(eleni, "Hello, I forgot my payment password.", look);
  const anna = await person(staff.desk);
  await meet(eleni, anna, look);

  await program.kill();
  await customer.write(eleni, "Are you still there?");
  await expect(eleni.getByText(/^Connection lost/)).toBeVisible();
  await expect(anna.getByText(/^Connection lost/)).toBeVisible();
  await look(eleni);
  await program.run();
  await expect(anna.getByRole("log").getByText("Are you still there?")).toHaveCount(1, { timeout: 60_000 });
  await expect(eleni.getByText(/^Connection lost/)).toHaveCount(0, { timeout: 60_000 });

  await sendCard(eleni, anna, await photographCard(program), look);
  await sendIdentity(eleni, anna, look);
  await program.kill();
  await program.run();
  await agree(anna, await person(staff.desk), look);
  await expect(eleni.getByTestId("support-decision")).toHaveAttribute("data-code", "APPROVED", { timeout: 60_000 });
  await customer.setNewPassword(eleni, program, email, "eleni", look);
});
