/** What the payment's page asks of the server. */
import { graphql } from "../../gql";

graphql(`
  fragment ShownPayment on Payment {
    id
    order
    description
    payee
    amount {
      amount
      currency
      exponent
    }
    digest
    state
    methods
    method
    card {
      networkName
      last4
    }
    walletUrl
    cash {
      code
      expiresAt
    }
    declineCode
    triesLeft
    heldUntil
    returnUrl
    expiresAt
  }
`);

export const PaymentNow = graphql(`
  query PaymentNow($token: String!) {
    payment(token: $token) {
      ...ShownPayment
    }
  }
`);

export const PayerNow = graphql(`
  query PayerNow {
    viewer {
      stage
      name
      account {
        id
        heldUntil
        frozenAt
        cards {
          id
          networkName
          last4
          expiryMonth
          expiryYear
          expired
          expiring
          name
          isDefault
        }
      }
    }
  }
`);

export const ConfirmPayment = graphql(`
  mutation ConfirmPayment($input: ConfirmPaymentInput!) {
    confirmPayment(input: $input) {
      payment {
        ...ShownPayment
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const PayAsGuest = graphql(`
  mutation PayAsGuest($input: PayAsGuestInput!) {
    payAsGuest(input: $input) {
      payment {
        ...ShownPayment
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const PayWithWallet = graphql(`
  mutation PayWithWallet($input: PaymentMethodInput!) {
    payWithWallet(input: $input) {
      payment {
        ...ShownPayment
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const PayWithCash = graphql(`
  mutation PayWithCash($input: PaymentMethodInput!) {
    payWithCash(input: $input) {
      payment {
        ...ShownPayment
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const ChangePaymentMethod = graphql(`
  mutation ChangePaymentMethod($input: ChangePaymentMethodInput!) {
    changePaymentMethod(input: $input) {
      payment {
        ...ShownPayment
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);
