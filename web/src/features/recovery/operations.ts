/** What the pages of a recovery ask of the server. */
import { graphql } from "../../gql";

graphql(`
  fragment RecoveryStep on RecoveryFlow {
    state
    expiresAt
    freshSignIn
    questions {
      code
      theme
      text
    }
    attemptsLeft
    conversationId
    needsNewQuestions
    coolsUntil
    declineReason
    retryAfter
  }
`);

export const RecoveryNow = graphql(`
  query RecoveryNow {
    viewer {
      stage
      account {
        id
      }
    }
    recoveryFlow {
      ...RecoveryStep
    }
  }
`);

export const NewCaptcha = graphql(`
  mutation NewCaptcha($spoken: Boolean! = false) {
    createCaptcha(input: { spoken: $spoken }) {
      captcha {
        id
        image
        audio
        expiresAt
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const RequestRecovery = graphql(`
  mutation RequestRecovery($input: RequestRecoveryInput!) {
    requestRecovery(input: $input) {
      sent
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const ConfirmRecovery = graphql(`
  mutation ConfirmRecovery($input: ConfirmRecoveryLinkInput!) {
    confirmRecoveryLink(input: $input) {
      flow {
        ...RecoveryStep
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const AnswerQuestions = graphql(`
  mutation AnswerQuestions($input: AnswerSecurityQuestionsInput!) {
    answerSecurityQuestions(input: $input) {
      flow {
        ...RecoveryStep
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const SetPassword = graphql(`
  mutation SetPassword($input: SetRecoveredPaymentPasswordInput!) {
    setRecoveredPaymentPassword(input: $input) {
      flow {
        ...RecoveryStep
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);

export const CancelRecovery = graphql(`
  mutation CancelRecovery {
    cancelRecovery {
      flow {
        ...RecoveryStep
      }
      problem {
        ...ProblemDetail
      }
    }
  }
`);
