/* eslint-disable */
import * as types from './graphql';
import type { TypedDocumentNode as DocumentNode } from '@graphql-typed-document-node/core';

/**
 * Map of all GraphQL operations in the project.
 *
 * This map has several performance disadvantages:
 * 1. It is not tree-shakeable, so it will include all operations in the project.
 * 2. It is not minifiable, so the string of a GraphQL query will be multiple times inside the bundle.
 * 3. It does not support dead code elimination, so it will add unused operations.
 *
 * Therefore it is highly recommended to use the babel or swc plugin for production.
 * Learn more about it here: https://the-guild.dev/graphql/codegen/plugins/presets/preset-client#reducing-bundle-size
 */
type Documents = {
    "\n  mutation SetLanguage($input: SetLanguageInput!) {\n    setLanguage(input: $input) {\n      account {\n        id\n        language\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.SetLanguageDocument,
    "\n  query SessionEnd {\n    viewer {\n      sessionEndsIn\n    }\n  }\n": typeof types.SessionEndDocument,
    "\n  query BoardNow {\n    board {\n      at\n      queueLength\n      longestSince\n      active\n      onHold\n      wait {\n        fromMinutes\n        toMinutes\n      }\n      operators {\n        ...DeskColleague\n      }\n      late {\n        conversation {\n          ...ChatConversation\n        }\n        target {\n          kind\n          dueAt\n        }\n        late\n      }\n      approvals {\n        ...ChatConversation\n      }\n      ratings {\n        count\n        average\n        spread\n      }\n      hours {\n        from\n        opened\n        resolved\n        answered\n        firstResponse\n      }\n    }\n  }\n": typeof types.BoardNowDocument,
    "\n  query Beside($id: ID!) {\n    conversation(id: $id) {\n      id\n      labels\n      rating\n      ratingComment\n      notes {\n        id\n        authorName\n        mine\n        body\n        createdAt\n      }\n    }\n  }\n": typeof types.BesideDocument,
    "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note {\n        id\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": typeof types.AddNoteDocument,
    "\n  mutation LabelConversation($input: LabelConversationInput!) {\n    step: labelConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.LabelConversationDocument,
    "\n  mutation HoldConversation($input: HoldConversationInput!) {\n    step: holdConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.HoldConversationDocument,
    "\n  mutation TransferConversation($input: TransferConversationInput!) {\n    step: transferConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.TransferConversationDocument,
    "\n  mutation HideMessage($input: HideMessageInput!) {\n    hideMessage(input: $input) {\n      message {\n        seq\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": typeof types.HideMessageDocument,
    "\n  query ConsoleOperator {\n    operator {\n      id\n      name\n      role\n      authenticatedAt\n      sessionExpiresAt\n    }\n  }\n": typeof types.ConsoleOperatorDocument,
    "\n  fragment ConsoleEntry on Conversation {\n    ...ChatConversation\n    labels\n  }\n": typeof types.ConsoleEntryFragmentDoc,
    "\n  fragment ConsoleList on ConversationConnection {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        ...ConsoleEntry\n      }\n    }\n  }\n": typeof types.ConsoleListFragmentDoc,
    "\n  query ConsoleLists {\n    mine: queue(filter: MINE, first: 50) {\n      ...ConsoleList\n    }\n    queue: queue(filter: QUEUE, first: 50) {\n      ...ConsoleList\n    }\n    all: queue(filter: ALL, first: 50) {\n      ...ConsoleList\n    }\n  }\n": typeof types.ConsoleListsDocument,
    "\n  query ConsoleListPage($filter: QueueFilter!, $after: String) {\n    queue(filter: $filter, first: 50, after: $after) {\n      ...ConsoleList\n    }\n  }\n": typeof types.ConsoleListPageDocument,
    "\n  query ConsoleProposals {\n    queue(filter: ALL, first: 50) {\n      edges {\n        node {\n          id\n          case {\n            proposal {\n              id\n              state\n            }\n          }\n        }\n      }\n    }\n  }\n": typeof types.ConsoleProposalsDocument,
    "\n  subscription FollowQueue {\n    queueEvents {\n      conversation {\n        ...ConsoleEntry\n      }\n    }\n  }\n": typeof types.FollowQueueDocument,
    "\n  fragment ConsoleProblem on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n": typeof types.ConsoleProblemFragmentDoc,
    "\n  fragment ConsoleStep on ConversationPayload {\n    conversation {\n      ...ChatConversation\n    }\n    problem {\n      ...ConsoleProblem\n    }\n  }\n": typeof types.ConsoleStepFragmentDoc,
    "\n  fragment CaseDocument on Document {\n    id\n    kind\n    state\n    match\n    width\n    height\n    uploadedAt\n    declineReason\n    viewed\n  }\n": typeof types.CaseDocumentFragmentDoc,
    "\n  query CaseOf($id: ID!) {\n    conversation(id: $id) {\n      id\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      case {\n        accountName\n        accountEmail\n        accountSince\n        recoveryState\n        signedIn\n        cards {\n          networkName\n          first4\n          last4\n        }\n        documents {\n          ...CaseDocument\n        }\n        checklist {\n          point\n          shown\n          needed\n          ticked\n          by\n          at\n        }\n        signals {\n          code\n          at\n          count\n        }\n        proposal {\n          id\n          state\n          proposedBy\n          proposedAt\n          justification\n          lastSeq\n          decidedBy\n          decidedAt\n          declineReason\n          decidedJustification\n          documents {\n            ...CaseDocument\n          }\n        }\n      }\n    }\n  }\n": typeof types.CaseOfDocument,
    "\n  mutation TakeConversation($input: TakeConversationInput!) {\n    step: takeConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.TakeConversationDocument,
    "\n  mutation TakeNext {\n    step: takeNext {\n      ...ConsoleStep\n    }\n  }\n": typeof types.TakeNextDocument,
    "\n  mutation ResolveConversation($input: ResolveConversationInput!) {\n    step: resolveConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.ResolveConversationDocument,
    "\n  mutation AskForDocument($input: RequestDocumentInput!) {\n    step: requestDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.AskForDocumentDocument,
    "\n  mutation ReviewDocument($input: ReviewDocumentInput!) {\n    step: reviewDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.ReviewDocumentDocument,
    "\n  mutation SetCheck($input: SetCheckInput!) {\n    step: setCheck(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.SetCheckDocument,
    "\n  mutation ProposeReset($input: ProposeResetInput!) {\n    step: proposeReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.ProposeResetDocument,
    "\n  mutation ApproveReset($input: DecideResetInput!) {\n    step: approveReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.ApproveResetDocument,
    "\n  mutation DeclineReset($input: DeclineResetInput!) {\n    step: declineReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": typeof types.DeclineResetDocument,
    "\n  mutation ViewDocument($input: ViewDocumentInput!) {\n    viewDocument(input: $input) {\n      grant\n      expiresAt\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": typeof types.ViewDocumentDocument,
    "\n  fragment DeskCannedReply on CannedReply {\n    shortcut\n    locale\n    body\n  }\n": typeof types.DeskCannedReplyFragmentDoc,
    "\n  query CannedReplies {\n    cannedReplies {\n      ...DeskCannedReply\n    }\n  }\n": typeof types.CannedRepliesDocument,
    "\n  mutation SaveCannedReply($input: SaveCannedReplyInput!) {\n    saveCannedReply(input: $input) {\n      reply {\n        ...DeskCannedReply\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": typeof types.SaveCannedReplyDocument,
    "\n  fragment DeskColleague on Colleague {\n    id\n    name\n    state\n    reason\n    capacity\n    open\n    held\n    stateAt\n  }\n": typeof types.DeskColleagueFragmentDoc,
    "\n  query Team {\n    operators {\n      ...DeskColleague\n    }\n  }\n": typeof types.TeamDocument,
    "\n  subscription FollowTeam {\n    operatorEvents {\n      ...DeskColleague\n    }\n  }\n": typeof types.FollowTeamDocument,
    "\n  mutation SetStatus($input: SetOperatorStatusInput!) {\n    setOperatorStatus(input: $input) {\n      operator {\n        ...DeskColleague\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": typeof types.SetStatusDocument,
    "\n  fragment ChatMessage on Message {\n    seq\n    clientId\n    authorKind\n    authorName\n    mine\n    kind\n    body\n    code\n    detail {\n      name\n      value\n    }\n    redactedAt\n    createdAt\n  }\n": typeof types.ChatMessageFragmentDoc,
    "\n  fragment ChatConversation on Conversation {\n    id\n    topic\n    state\n    proof\n    locale\n    customerName\n    ownerName\n    mine\n    lastSeq\n    lastAt\n    preview\n    queuedAt\n    place\n    createdAt\n    customerReadSeq\n    operatorReadSeq\n  }\n": typeof types.ChatConversationFragmentDoc,
    "\n  query OpenChat($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      messages(first: 50) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n": typeof types.OpenChatDocument,
    "\n  query ChatHead($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n    }\n  }\n": typeof types.ChatHeadDocument,
    "\n  query ChatPage($id: ID!, $after: Int, $before: Int) {\n    conversation(id: $id) {\n      id\n      messages(first: 50, after: $after, before: $before) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n": typeof types.ChatPageDocument,
    "\n  mutation SendChat($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      message {\n        ...ChatMessage\n      }\n      masked\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n": typeof types.SendChatDocument,
    "\n  mutation MarkChatRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n": typeof types.MarkChatReadDocument,
    "\n  mutation SetChatTyping($input: SetTypingInput!) {\n    setTyping(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n": typeof types.SetChatTypingDocument,
    "\n  subscription FollowChat($conversationId: ID!, $after: Int!) {\n    conversationEvents(conversationId: $conversationId, after: $after, typing: true) {\n      message {\n        ...ChatMessage\n      }\n      typing {\n        author\n        name\n        typing\n      }\n      conversation {\n        ...ChatConversation\n      }\n    }\n  }\n": typeof types.FollowChatDocument,
    "\n  query AccountNow {\n    viewer {\n      account {\n        id\n        email\n        givenName\n        familyName\n        heldUntil\n        frozenAt\n        cards {\n          id\n        }\n        payments {\n          ...ListedPayment\n        }\n        activity {\n          at\n          action\n          detail {\n            name\n            value\n          }\n        }\n      }\n    }\n  }\n": typeof types.AccountNowDocument,
    "\n  query RecoveryUnderWay {\n    viewer {\n      account {\n        id\n        recoveryState\n      }\n    }\n  }\n": typeof types.RecoveryUnderWayDocument,
    "\n  mutation ThawAccount($input: ThawAccountInput!) {\n    thawAccount(input: $input) {\n      account {\n        id\n        frozenAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ThawAccountDocument,
    "\n  mutation HoldAccount {\n    holdAccount {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.HoldAccountDocument,
    "\n  fragment SavedCard on Card {\n    id\n    network\n    networkName\n    last4\n    expiryMonth\n    expiryYear\n    expired\n    expiring\n    name\n    isDefault\n  }\n": typeof types.SavedCardFragmentDoc,
    "\n  fragment TestCard on TestCard {\n    digits\n    outcome\n  }\n": typeof types.TestCardFragmentDoc,
    "\n  query SavedCards {\n    viewer {\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          ...SavedCard\n        }\n        testCards {\n          ...TestCard\n        }\n      }\n    }\n  }\n": typeof types.SavedCardsDocument,
    "\n  mutation AddCard($input: AddCardInput!) {\n    addCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n        ... on CardExists {\n          card {\n            ...SavedCard\n          }\n        }\n      }\n    }\n  }\n": typeof types.AddCardDocument,
    "\n  mutation RenameCard($input: RenameCardInput!) {\n    renameCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.RenameCardDocument,
    "\n  mutation SetDefaultCard($input: SetDefaultCardInput!) {\n    setDefaultCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.SetDefaultCardDocument,
    "\n  mutation DeleteCard($input: DeleteCardInput!) {\n    deleteCard(input: $input) {\n      deletedId\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.DeleteCardDocument,
    "\n  mutation UploadDocument($input: UploadDocumentInput!) {\n    uploadDocument(input: $input) {\n      verdict\n      reason\n      refusals\n      problem {\n        code\n        message\n        ... on InvalidInput {\n          fields {\n            field\n            code\n            message\n          }\n        }\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n": typeof types.UploadDocumentDocument,
    "\n  mutation RequestConfirmation($input: RequestEmailConfirmationInput!) {\n    requestEmailConfirmation(input: $input) {\n      account {\n        id\n        email\n        emailConfirmed\n      }\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.RequestConfirmationDocument,
    "\n  mutation ConfirmEmail($input: ConfirmEmailInput!) {\n    confirmEmail(input: $input) {\n      confirmed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ConfirmEmailDocument,
    "\n  mutation ReportNotMe($input: ReportNotMeInput!) {\n    reportNotMe(input: $input) {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ReportNotMeDocument,
    "\n  fragment ShownPayment on Payment {\n    id\n    order\n    description\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    digest\n    state\n    methods\n    method\n    card {\n      networkName\n      last4\n    }\n    walletUrl\n    cash {\n      code\n      expiresAt\n    }\n    declineCode\n    triesLeft\n    heldUntil\n    returnUrl\n    expiresAt\n  }\n": typeof types.ShownPaymentFragmentDoc,
    "\n  query PaymentNow($token: String!) {\n    payment(token: $token) {\n      ...ShownPayment\n    }\n  }\n": typeof types.PaymentNowDocument,
    "\n  query PayerNow {\n    viewer {\n      stage\n      name\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          id\n          networkName\n          last4\n          expiryMonth\n          expiryYear\n          expired\n          expiring\n          name\n          isDefault\n        }\n      }\n    }\n  }\n": typeof types.PayerNowDocument,
    "\n  mutation ConfirmPayment($input: ConfirmPaymentInput!) {\n    confirmPayment(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ConfirmPaymentDocument,
    "\n  mutation PayAsGuest($input: PayAsGuestInput!) {\n    payAsGuest(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.PayAsGuestDocument,
    "\n  mutation PayWithWallet($input: PaymentMethodInput!) {\n    payWithWallet(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.PayWithWalletDocument,
    "\n  mutation PayWithCash($input: PaymentMethodInput!) {\n    payWithCash(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.PayWithCashDocument,
    "\n  mutation ChangePaymentMethod($input: ChangePaymentMethodInput!) {\n    changePaymentMethod(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ChangePaymentMethodDocument,
    "\n  fragment ListedPayment on Payment {\n    id\n    link\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    state\n    openedAt\n    endedAt\n  }\n": typeof types.ListedPaymentFragmentDoc,
    "\n  mutation CompleteQuestionnaire($input: CompleteQuestionnaireInput!) {\n    completeQuestionnaire(input: $input) {\n      account {\n        id\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.CompleteQuestionnaireDocument,
    "\n  fragment RecoveryStep on RecoveryFlow {\n    state\n    expiresAt\n    freshSignIn\n    questions {\n      code\n      theme\n      text\n    }\n    attemptsLeft\n    conversationId\n    needsNewQuestions\n    coolsUntil\n    declineReason\n    retryAfter\n  }\n": typeof types.RecoveryStepFragmentDoc,
    "\n  query RecoveryNow {\n    viewer {\n      stage\n      account {\n        id\n      }\n    }\n    recoveryFlow {\n      ...RecoveryStep\n    }\n  }\n": typeof types.RecoveryNowDocument,
    "\n  mutation NewCaptcha($spoken: Boolean! = false) {\n    createCaptcha(input: { spoken: $spoken }) {\n      captcha {\n        id\n        image\n        audio\n        expiresAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.NewCaptchaDocument,
    "\n  mutation RequestRecovery($input: RequestRecoveryInput!) {\n    requestRecovery(input: $input) {\n      sent\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.RequestRecoveryDocument,
    "\n  mutation ConfirmRecovery($input: ConfirmRecoveryLinkInput!) {\n    confirmRecoveryLink(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ConfirmRecoveryDocument,
    "\n  mutation AnswerQuestions($input: AnswerSecurityQuestionsInput!) {\n    answerSecurityQuestions(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.AnswerQuestionsDocument,
    "\n  mutation SetPassword($input: SetRecoveredPaymentPasswordInput!) {\n    setRecoveredPaymentPassword(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.SetPasswordDocument,
    "\n  mutation CancelRecovery {\n    cancelRecovery {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.CancelRecoveryDocument,
    "\n  mutation ChangePassword($input: ChangePaymentPasswordInput!) {\n    changePaymentPassword(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ChangePasswordDocument,
    "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input) {\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ChangeEmailDocument,
    "\n  mutation ChangeQuestions($input: ChangeSecurityQuestionsInput!) {\n    changeSecurityQuestions(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.ChangeQuestionsDocument,
    "\n  query OpenSessions {\n    viewer {\n      account {\n        id\n        sessions {\n          id\n          device\n          current\n          createdAt\n          seenAt\n        }\n      }\n    }\n  }\n": typeof types.OpenSessionsDocument,
    "\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input) {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.RevokeSessionDocument,
    "\n  mutation RevokeOthers {\n    revokeOtherSessions {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": typeof types.RevokeOthersDocument,
    "\n  query SupportNow {\n    viewer {\n      stage\n      account {\n        email\n      }\n    }\n    recoveryFlow {\n      state\n      freshSignIn\n      conversationId\n      retryAfter\n    }\n  }\n": typeof types.SupportNowDocument,
    "\n  mutation OpenConversation($input: OpenConversationInput!) {\n    openConversation(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n": typeof types.OpenConversationDocument,
    "\n  mutation LeaveConversation($input: LeaveConversationInput!) {\n    leaveConversation(input: $input) {\n      conversation {\n        ...ChatConversation\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n": typeof types.LeaveConversationDocument,
    "\n  query SupportWaiting($id: ID!) {\n    conversation(id: $id) {\n      id\n      waiting {\n        place\n        answersAt\n        wait {\n          fromMinutes\n          toMinutes\n        }\n      }\n    }\n  }\n": typeof types.SupportWaitingDocument,
    "\n  query SupportHours {\n    support {\n      open\n      answersAt\n    }\n  }\n": typeof types.SupportHoursDocument,
    "\n  query SupportRating($id: ID!) {\n    conversation(id: $id) {\n      id\n      rating\n    }\n  }\n": typeof types.SupportRatingDocument,
    "\n  mutation RateSupport($input: RateConversationInput!) {\n    rateConversation(input: $input) {\n      conversation {\n        id\n        rating\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n": typeof types.RateSupportDocument,
    "\n  mutation MailTranscript($input: MailTranscriptInput!) {\n    mailTranscript(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n": typeof types.MailTranscriptDocument,
    "\n  fragment ProblemDetail on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on WrongSecret {\n      attemptsLeft\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n": typeof types.ProblemDetailFragmentDoc,
    "\n  query WhoIsHere {\n    viewer {\n      stage\n      name\n      account {\n        id\n        email\n        emailConfirmed\n      }\n    }\n  }\n": typeof types.WhoIsHereDocument,
    "\n  query QuestionsToChoose {\n    securityQuestionCatalogue {\n      code\n      theme\n      text\n    }\n  }\n": typeof types.QuestionsToChooseDocument,
};
const documents: Documents = {
    "\n  mutation SetLanguage($input: SetLanguageInput!) {\n    setLanguage(input: $input) {\n      account {\n        id\n        language\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.SetLanguageDocument,
    "\n  query SessionEnd {\n    viewer {\n      sessionEndsIn\n    }\n  }\n": types.SessionEndDocument,
    "\n  query BoardNow {\n    board {\n      at\n      queueLength\n      longestSince\n      active\n      onHold\n      wait {\n        fromMinutes\n        toMinutes\n      }\n      operators {\n        ...DeskColleague\n      }\n      late {\n        conversation {\n          ...ChatConversation\n        }\n        target {\n          kind\n          dueAt\n        }\n        late\n      }\n      approvals {\n        ...ChatConversation\n      }\n      ratings {\n        count\n        average\n        spread\n      }\n      hours {\n        from\n        opened\n        resolved\n        answered\n        firstResponse\n      }\n    }\n  }\n": types.BoardNowDocument,
    "\n  query Beside($id: ID!) {\n    conversation(id: $id) {\n      id\n      labels\n      rating\n      ratingComment\n      notes {\n        id\n        authorName\n        mine\n        body\n        createdAt\n      }\n    }\n  }\n": types.BesideDocument,
    "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note {\n        id\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": types.AddNoteDocument,
    "\n  mutation LabelConversation($input: LabelConversationInput!) {\n    step: labelConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.LabelConversationDocument,
    "\n  mutation HoldConversation($input: HoldConversationInput!) {\n    step: holdConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.HoldConversationDocument,
    "\n  mutation TransferConversation($input: TransferConversationInput!) {\n    step: transferConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.TransferConversationDocument,
    "\n  mutation HideMessage($input: HideMessageInput!) {\n    hideMessage(input: $input) {\n      message {\n        seq\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": types.HideMessageDocument,
    "\n  query ConsoleOperator {\n    operator {\n      id\n      name\n      role\n      authenticatedAt\n      sessionExpiresAt\n    }\n  }\n": types.ConsoleOperatorDocument,
    "\n  fragment ConsoleEntry on Conversation {\n    ...ChatConversation\n    labels\n  }\n": types.ConsoleEntryFragmentDoc,
    "\n  fragment ConsoleList on ConversationConnection {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        ...ConsoleEntry\n      }\n    }\n  }\n": types.ConsoleListFragmentDoc,
    "\n  query ConsoleLists {\n    mine: queue(filter: MINE, first: 50) {\n      ...ConsoleList\n    }\n    queue: queue(filter: QUEUE, first: 50) {\n      ...ConsoleList\n    }\n    all: queue(filter: ALL, first: 50) {\n      ...ConsoleList\n    }\n  }\n": types.ConsoleListsDocument,
    "\n  query ConsoleListPage($filter: QueueFilter!, $after: String) {\n    queue(filter: $filter, first: 50, after: $after) {\n      ...ConsoleList\n    }\n  }\n": types.ConsoleListPageDocument,
    "\n  query ConsoleProposals {\n    queue(filter: ALL, first: 50) {\n      edges {\n        node {\n          id\n          case {\n            proposal {\n              id\n              state\n            }\n          }\n        }\n      }\n    }\n  }\n": types.ConsoleProposalsDocument,
    "\n  subscription FollowQueue {\n    queueEvents {\n      conversation {\n        ...ConsoleEntry\n      }\n    }\n  }\n": types.FollowQueueDocument,
    "\n  fragment ConsoleProblem on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n": types.ConsoleProblemFragmentDoc,
    "\n  fragment ConsoleStep on ConversationPayload {\n    conversation {\n      ...ChatConversation\n    }\n    problem {\n      ...ConsoleProblem\n    }\n  }\n": types.ConsoleStepFragmentDoc,
    "\n  fragment CaseDocument on Document {\n    id\n    kind\n    state\n    match\n    width\n    height\n    uploadedAt\n    declineReason\n    viewed\n  }\n": types.CaseDocumentFragmentDoc,
    "\n  query CaseOf($id: ID!) {\n    conversation(id: $id) {\n      id\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      case {\n        accountName\n        accountEmail\n        accountSince\n        recoveryState\n        signedIn\n        cards {\n          networkName\n          first4\n          last4\n        }\n        documents {\n          ...CaseDocument\n        }\n        checklist {\n          point\n          shown\n          needed\n          ticked\n          by\n          at\n        }\n        signals {\n          code\n          at\n          count\n        }\n        proposal {\n          id\n          state\n          proposedBy\n          proposedAt\n          justification\n          lastSeq\n          decidedBy\n          decidedAt\n          declineReason\n          decidedJustification\n          documents {\n            ...CaseDocument\n          }\n        }\n      }\n    }\n  }\n": types.CaseOfDocument,
    "\n  mutation TakeConversation($input: TakeConversationInput!) {\n    step: takeConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.TakeConversationDocument,
    "\n  mutation TakeNext {\n    step: takeNext {\n      ...ConsoleStep\n    }\n  }\n": types.TakeNextDocument,
    "\n  mutation ResolveConversation($input: ResolveConversationInput!) {\n    step: resolveConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.ResolveConversationDocument,
    "\n  mutation AskForDocument($input: RequestDocumentInput!) {\n    step: requestDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.AskForDocumentDocument,
    "\n  mutation ReviewDocument($input: ReviewDocumentInput!) {\n    step: reviewDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.ReviewDocumentDocument,
    "\n  mutation SetCheck($input: SetCheckInput!) {\n    step: setCheck(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.SetCheckDocument,
    "\n  mutation ProposeReset($input: ProposeResetInput!) {\n    step: proposeReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.ProposeResetDocument,
    "\n  mutation ApproveReset($input: DecideResetInput!) {\n    step: approveReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.ApproveResetDocument,
    "\n  mutation DeclineReset($input: DeclineResetInput!) {\n    step: declineReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n": types.DeclineResetDocument,
    "\n  mutation ViewDocument($input: ViewDocumentInput!) {\n    viewDocument(input: $input) {\n      grant\n      expiresAt\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": types.ViewDocumentDocument,
    "\n  fragment DeskCannedReply on CannedReply {\n    shortcut\n    locale\n    body\n  }\n": types.DeskCannedReplyFragmentDoc,
    "\n  query CannedReplies {\n    cannedReplies {\n      ...DeskCannedReply\n    }\n  }\n": types.CannedRepliesDocument,
    "\n  mutation SaveCannedReply($input: SaveCannedReplyInput!) {\n    saveCannedReply(input: $input) {\n      reply {\n        ...DeskCannedReply\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": types.SaveCannedReplyDocument,
    "\n  fragment DeskColleague on Colleague {\n    id\n    name\n    state\n    reason\n    capacity\n    open\n    held\n    stateAt\n  }\n": types.DeskColleagueFragmentDoc,
    "\n  query Team {\n    operators {\n      ...DeskColleague\n    }\n  }\n": types.TeamDocument,
    "\n  subscription FollowTeam {\n    operatorEvents {\n      ...DeskColleague\n    }\n  }\n": types.FollowTeamDocument,
    "\n  mutation SetStatus($input: SetOperatorStatusInput!) {\n    setOperatorStatus(input: $input) {\n      operator {\n        ...DeskColleague\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n": types.SetStatusDocument,
    "\n  fragment ChatMessage on Message {\n    seq\n    clientId\n    authorKind\n    authorName\n    mine\n    kind\n    body\n    code\n    detail {\n      name\n      value\n    }\n    redactedAt\n    createdAt\n  }\n": types.ChatMessageFragmentDoc,
    "\n  fragment ChatConversation on Conversation {\n    id\n    topic\n    state\n    proof\n    locale\n    customerName\n    ownerName\n    mine\n    lastSeq\n    lastAt\n    preview\n    queuedAt\n    place\n    createdAt\n    customerReadSeq\n    operatorReadSeq\n  }\n": types.ChatConversationFragmentDoc,
    "\n  query OpenChat($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      messages(first: 50) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n": types.OpenChatDocument,
    "\n  query ChatHead($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n    }\n  }\n": types.ChatHeadDocument,
    "\n  query ChatPage($id: ID!, $after: Int, $before: Int) {\n    conversation(id: $id) {\n      id\n      messages(first: 50, after: $after, before: $before) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n": types.ChatPageDocument,
    "\n  mutation SendChat($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      message {\n        ...ChatMessage\n      }\n      masked\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n": types.SendChatDocument,
    "\n  mutation MarkChatRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n": types.MarkChatReadDocument,
    "\n  mutation SetChatTyping($input: SetTypingInput!) {\n    setTyping(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n": types.SetChatTypingDocument,
    "\n  subscription FollowChat($conversationId: ID!, $after: Int!) {\n    conversationEvents(conversationId: $conversationId, after: $after, typing: true) {\n      message {\n        ...ChatMessage\n      }\n      typing {\n        author\n        name\n        typing\n      }\n      conversation {\n        ...ChatConversation\n      }\n    }\n  }\n": types.FollowChatDocument,
    "\n  query AccountNow {\n    viewer {\n      account {\n        id\n        email\n        givenName\n        familyName\n        heldUntil\n        frozenAt\n        cards {\n          id\n        }\n        payments {\n          ...ListedPayment\n        }\n        activity {\n          at\n          action\n          detail {\n            name\n            value\n          }\n        }\n      }\n    }\n  }\n": types.AccountNowDocument,
    "\n  query RecoveryUnderWay {\n    viewer {\n      account {\n        id\n        recoveryState\n      }\n    }\n  }\n": types.RecoveryUnderWayDocument,
    "\n  mutation ThawAccount($input: ThawAccountInput!) {\n    thawAccount(input: $input) {\n      account {\n        id\n        frozenAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ThawAccountDocument,
    "\n  mutation HoldAccount {\n    holdAccount {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.HoldAccountDocument,
    "\n  fragment SavedCard on Card {\n    id\n    network\n    networkName\n    last4\n    expiryMonth\n    expiryYear\n    expired\n    expiring\n    name\n    isDefault\n  }\n": types.SavedCardFragmentDoc,
    "\n  fragment TestCard on TestCard {\n    digits\n    outcome\n  }\n": types.TestCardFragmentDoc,
    "\n  query SavedCards {\n    viewer {\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          ...SavedCard\n        }\n        testCards {\n          ...TestCard\n        }\n      }\n    }\n  }\n": types.SavedCardsDocument,
    "\n  mutation AddCard($input: AddCardInput!) {\n    addCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n        ... on CardExists {\n          card {\n            ...SavedCard\n          }\n        }\n      }\n    }\n  }\n": types.AddCardDocument,
    "\n  mutation RenameCard($input: RenameCardInput!) {\n    renameCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.RenameCardDocument,
    "\n  mutation SetDefaultCard($input: SetDefaultCardInput!) {\n    setDefaultCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.SetDefaultCardDocument,
    "\n  mutation DeleteCard($input: DeleteCardInput!) {\n    deleteCard(input: $input) {\n      deletedId\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.DeleteCardDocument,
    "\n  mutation UploadDocument($input: UploadDocumentInput!) {\n    uploadDocument(input: $input) {\n      verdict\n      reason\n      refusals\n      problem {\n        code\n        message\n        ... on InvalidInput {\n          fields {\n            field\n            code\n            message\n          }\n        }\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n": types.UploadDocumentDocument,
    "\n  mutation RequestConfirmation($input: RequestEmailConfirmationInput!) {\n    requestEmailConfirmation(input: $input) {\n      account {\n        id\n        email\n        emailConfirmed\n      }\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.RequestConfirmationDocument,
    "\n  mutation ConfirmEmail($input: ConfirmEmailInput!) {\n    confirmEmail(input: $input) {\n      confirmed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ConfirmEmailDocument,
    "\n  mutation ReportNotMe($input: ReportNotMeInput!) {\n    reportNotMe(input: $input) {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ReportNotMeDocument,
    "\n  fragment ShownPayment on Payment {\n    id\n    order\n    description\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    digest\n    state\n    methods\n    method\n    card {\n      networkName\n      last4\n    }\n    walletUrl\n    cash {\n      code\n      expiresAt\n    }\n    declineCode\n    triesLeft\n    heldUntil\n    returnUrl\n    expiresAt\n  }\n": types.ShownPaymentFragmentDoc,
    "\n  query PaymentNow($token: String!) {\n    payment(token: $token) {\n      ...ShownPayment\n    }\n  }\n": types.PaymentNowDocument,
    "\n  query PayerNow {\n    viewer {\n      stage\n      name\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          id\n          networkName\n          last4\n          expiryMonth\n          expiryYear\n          expired\n          expiring\n          name\n          isDefault\n        }\n      }\n    }\n  }\n": types.PayerNowDocument,
    "\n  mutation ConfirmPayment($input: ConfirmPaymentInput!) {\n    confirmPayment(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ConfirmPaymentDocument,
    "\n  mutation PayAsGuest($input: PayAsGuestInput!) {\n    payAsGuest(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.PayAsGuestDocument,
    "\n  mutation PayWithWallet($input: PaymentMethodInput!) {\n    payWithWallet(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.PayWithWalletDocument,
    "\n  mutation PayWithCash($input: PaymentMethodInput!) {\n    payWithCash(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.PayWithCashDocument,
    "\n  mutation ChangePaymentMethod($input: ChangePaymentMethodInput!) {\n    changePaymentMethod(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ChangePaymentMethodDocument,
    "\n  fragment ListedPayment on Payment {\n    id\n    link\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    state\n    openedAt\n    endedAt\n  }\n": types.ListedPaymentFragmentDoc,
    "\n  mutation CompleteQuestionnaire($input: CompleteQuestionnaireInput!) {\n    completeQuestionnaire(input: $input) {\n      account {\n        id\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.CompleteQuestionnaireDocument,
    "\n  fragment RecoveryStep on RecoveryFlow {\n    state\n    expiresAt\n    freshSignIn\n    questions {\n      code\n      theme\n      text\n    }\n    attemptsLeft\n    conversationId\n    needsNewQuestions\n    coolsUntil\n    declineReason\n    retryAfter\n  }\n": types.RecoveryStepFragmentDoc,
    "\n  query RecoveryNow {\n    viewer {\n      stage\n      account {\n        id\n      }\n    }\n    recoveryFlow {\n      ...RecoveryStep\n    }\n  }\n": types.RecoveryNowDocument,
    "\n  mutation NewCaptcha($spoken: Boolean! = false) {\n    createCaptcha(input: { spoken: $spoken }) {\n      captcha {\n        id\n        image\n        audio\n        expiresAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.NewCaptchaDocument,
    "\n  mutation RequestRecovery($input: RequestRecoveryInput!) {\n    requestRecovery(input: $input) {\n      sent\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.RequestRecoveryDocument,
    "\n  mutation ConfirmRecovery($input: ConfirmRecoveryLinkInput!) {\n    confirmRecoveryLink(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ConfirmRecoveryDocument,
    "\n  mutation AnswerQuestions($input: AnswerSecurityQuestionsInput!) {\n    answerSecurityQuestions(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.AnswerQuestionsDocument,
    "\n  mutation SetPassword($input: SetRecoveredPaymentPasswordInput!) {\n    setRecoveredPaymentPassword(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.SetPasswordDocument,
    "\n  mutation CancelRecovery {\n    cancelRecovery {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.CancelRecoveryDocument,
    "\n  mutation ChangePassword($input: ChangePaymentPasswordInput!) {\n    changePaymentPassword(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ChangePasswordDocument,
    "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input) {\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ChangeEmailDocument,
    "\n  mutation ChangeQuestions($input: ChangeSecurityQuestionsInput!) {\n    changeSecurityQuestions(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.ChangeQuestionsDocument,
    "\n  query OpenSessions {\n    viewer {\n      account {\n        id\n        sessions {\n          id\n          device\n          current\n          createdAt\n          seenAt\n        }\n      }\n    }\n  }\n": types.OpenSessionsDocument,
    "\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input) {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.RevokeSessionDocument,
    "\n  mutation RevokeOthers {\n    revokeOtherSessions {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n": types.RevokeOthersDocument,
    "\n  query SupportNow {\n    viewer {\n      stage\n      account {\n        email\n      }\n    }\n    recoveryFlow {\n      state\n      freshSignIn\n      conversationId\n      retryAfter\n    }\n  }\n": types.SupportNowDocument,
    "\n  mutation OpenConversation($input: OpenConversationInput!) {\n    openConversation(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n": types.OpenConversationDocument,
    "\n  mutation LeaveConversation($input: LeaveConversationInput!) {\n    leaveConversation(input: $input) {\n      conversation {\n        ...ChatConversation\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n": types.LeaveConversationDocument,
    "\n  query SupportWaiting($id: ID!) {\n    conversation(id: $id) {\n      id\n      waiting {\n        place\n        answersAt\n        wait {\n          fromMinutes\n          toMinutes\n        }\n      }\n    }\n  }\n": types.SupportWaitingDocument,
    "\n  query SupportHours {\n    support {\n      open\n      answersAt\n    }\n  }\n": types.SupportHoursDocument,
    "\n  query SupportRating($id: ID!) {\n    conversation(id: $id) {\n      id\n      rating\n    }\n  }\n": types.SupportRatingDocument,
    "\n  mutation RateSupport($input: RateConversationInput!) {\n    rateConversation(input: $input) {\n      conversation {\n        id\n        rating\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n": types.RateSupportDocument,
    "\n  mutation MailTranscript($input: MailTranscriptInput!) {\n    mailTranscript(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n": types.MailTranscriptDocument,
    "\n  fragment ProblemDetail on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on WrongSecret {\n      attemptsLeft\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n": types.ProblemDetailFragmentDoc,
    "\n  query WhoIsHere {\n    viewer {\n      stage\n      name\n      account {\n        id\n        email\n        emailConfirmed\n      }\n    }\n  }\n": types.WhoIsHereDocument,
    "\n  query QuestionsToChoose {\n    securityQuestionCatalogue {\n      code\n      theme\n      text\n    }\n  }\n": types.QuestionsToChooseDocument,
};

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 *
 *
 * @example
 * ```ts
 * const query = graphql(`query GetUser($id: ID!) { user(id: $id) { name } }`);
 * ```
 *
 * The query argument is unknown!
 * Please regenerate the types.
 */
export function graphql(source: string): unknown;

/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetLanguage($input: SetLanguageInput!) {\n    setLanguage(input: $input) {\n      account {\n        id\n        language\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SetLanguage($input: SetLanguageInput!) {\n    setLanguage(input: $input) {\n      account {\n        id\n        language\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SessionEnd {\n    viewer {\n      sessionEndsIn\n    }\n  }\n"): (typeof documents)["\n  query SessionEnd {\n    viewer {\n      sessionEndsIn\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query BoardNow {\n    board {\n      at\n      queueLength\n      longestSince\n      active\n      onHold\n      wait {\n        fromMinutes\n        toMinutes\n      }\n      operators {\n        ...DeskColleague\n      }\n      late {\n        conversation {\n          ...ChatConversation\n        }\n        target {\n          kind\n          dueAt\n        }\n        late\n      }\n      approvals {\n        ...ChatConversation\n      }\n      ratings {\n        count\n        average\n        spread\n      }\n      hours {\n        from\n        opened\n        resolved\n        answered\n        firstResponse\n      }\n    }\n  }\n"): (typeof documents)["\n  query BoardNow {\n    board {\n      at\n      queueLength\n      longestSince\n      active\n      onHold\n      wait {\n        fromMinutes\n        toMinutes\n      }\n      operators {\n        ...DeskColleague\n      }\n      late {\n        conversation {\n          ...ChatConversation\n        }\n        target {\n          kind\n          dueAt\n        }\n        late\n      }\n      approvals {\n        ...ChatConversation\n      }\n      ratings {\n        count\n        average\n        spread\n      }\n      hours {\n        from\n        opened\n        resolved\n        answered\n        firstResponse\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Beside($id: ID!) {\n    conversation(id: $id) {\n      id\n      labels\n      rating\n      ratingComment\n      notes {\n        id\n        authorName\n        mine\n        body\n        createdAt\n      }\n    }\n  }\n"): (typeof documents)["\n  query Beside($id: ID!) {\n    conversation(id: $id) {\n      id\n      labels\n      rating\n      ratingComment\n      notes {\n        id\n        authorName\n        mine\n        body\n        createdAt\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note {\n        id\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AddNote($input: AddNoteInput!) {\n    addNote(input: $input) {\n      note {\n        id\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LabelConversation($input: LabelConversationInput!) {\n    step: labelConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation LabelConversation($input: LabelConversationInput!) {\n    step: labelConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation HoldConversation($input: HoldConversationInput!) {\n    step: holdConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation HoldConversation($input: HoldConversationInput!) {\n    step: holdConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TransferConversation($input: TransferConversationInput!) {\n    step: transferConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation TransferConversation($input: TransferConversationInput!) {\n    step: transferConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation HideMessage($input: HideMessageInput!) {\n    hideMessage(input: $input) {\n      message {\n        seq\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation HideMessage($input: HideMessageInput!) {\n    hideMessage(input: $input) {\n      message {\n        seq\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConsoleOperator {\n    operator {\n      id\n      name\n      role\n      authenticatedAt\n      sessionExpiresAt\n    }\n  }\n"): (typeof documents)["\n  query ConsoleOperator {\n    operator {\n      id\n      name\n      role\n      authenticatedAt\n      sessionExpiresAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConsoleEntry on Conversation {\n    ...ChatConversation\n    labels\n  }\n"): (typeof documents)["\n  fragment ConsoleEntry on Conversation {\n    ...ChatConversation\n    labels\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConsoleList on ConversationConnection {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        ...ConsoleEntry\n      }\n    }\n  }\n"): (typeof documents)["\n  fragment ConsoleList on ConversationConnection {\n    totalCount\n    pageInfo {\n      hasNextPage\n      endCursor\n    }\n    edges {\n      node {\n        ...ConsoleEntry\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConsoleLists {\n    mine: queue(filter: MINE, first: 50) {\n      ...ConsoleList\n    }\n    queue: queue(filter: QUEUE, first: 50) {\n      ...ConsoleList\n    }\n    all: queue(filter: ALL, first: 50) {\n      ...ConsoleList\n    }\n  }\n"): (typeof documents)["\n  query ConsoleLists {\n    mine: queue(filter: MINE, first: 50) {\n      ...ConsoleList\n    }\n    queue: queue(filter: QUEUE, first: 50) {\n      ...ConsoleList\n    }\n    all: queue(filter: ALL, first: 50) {\n      ...ConsoleList\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConsoleListPage($filter: QueueFilter!, $after: String) {\n    queue(filter: $filter, first: 50, after: $after) {\n      ...ConsoleList\n    }\n  }\n"): (typeof documents)["\n  query ConsoleListPage($filter: QueueFilter!, $after: String) {\n    queue(filter: $filter, first: 50, after: $after) {\n      ...ConsoleList\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ConsoleProposals {\n    queue(filter: ALL, first: 50) {\n      edges {\n        node {\n          id\n          case {\n            proposal {\n              id\n              state\n            }\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query ConsoleProposals {\n    queue(filter: ALL, first: 50) {\n      edges {\n        node {\n          id\n          case {\n            proposal {\n              id\n              state\n            }\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowQueue {\n    queueEvents {\n      conversation {\n        ...ConsoleEntry\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription FollowQueue {\n    queueEvents {\n      conversation {\n        ...ConsoleEntry\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConsoleProblem on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n"): (typeof documents)["\n  fragment ConsoleProblem on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ConsoleStep on ConversationPayload {\n    conversation {\n      ...ChatConversation\n    }\n    problem {\n      ...ConsoleProblem\n    }\n  }\n"): (typeof documents)["\n  fragment ConsoleStep on ConversationPayload {\n    conversation {\n      ...ChatConversation\n    }\n    problem {\n      ...ConsoleProblem\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment CaseDocument on Document {\n    id\n    kind\n    state\n    match\n    width\n    height\n    uploadedAt\n    declineReason\n    viewed\n  }\n"): (typeof documents)["\n  fragment CaseDocument on Document {\n    id\n    kind\n    state\n    match\n    width\n    height\n    uploadedAt\n    declineReason\n    viewed\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CaseOf($id: ID!) {\n    conversation(id: $id) {\n      id\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      case {\n        accountName\n        accountEmail\n        accountSince\n        recoveryState\n        signedIn\n        cards {\n          networkName\n          first4\n          last4\n        }\n        documents {\n          ...CaseDocument\n        }\n        checklist {\n          point\n          shown\n          needed\n          ticked\n          by\n          at\n        }\n        signals {\n          code\n          at\n          count\n        }\n        proposal {\n          id\n          state\n          proposedBy\n          proposedAt\n          justification\n          lastSeq\n          decidedBy\n          decidedAt\n          declineReason\n          decidedJustification\n          documents {\n            ...CaseDocument\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query CaseOf($id: ID!) {\n    conversation(id: $id) {\n      id\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      case {\n        accountName\n        accountEmail\n        accountSince\n        recoveryState\n        signedIn\n        cards {\n          networkName\n          first4\n          last4\n        }\n        documents {\n          ...CaseDocument\n        }\n        checklist {\n          point\n          shown\n          needed\n          ticked\n          by\n          at\n        }\n        signals {\n          code\n          at\n          count\n        }\n        proposal {\n          id\n          state\n          proposedBy\n          proposedAt\n          justification\n          lastSeq\n          decidedBy\n          decidedAt\n          declineReason\n          decidedJustification\n          documents {\n            ...CaseDocument\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TakeConversation($input: TakeConversationInput!) {\n    step: takeConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation TakeConversation($input: TakeConversationInput!) {\n    step: takeConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation TakeNext {\n    step: takeNext {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation TakeNext {\n    step: takeNext {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ResolveConversation($input: ResolveConversationInput!) {\n    step: resolveConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation ResolveConversation($input: ResolveConversationInput!) {\n    step: resolveConversation(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AskForDocument($input: RequestDocumentInput!) {\n    step: requestDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation AskForDocument($input: RequestDocumentInput!) {\n    step: requestDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReviewDocument($input: ReviewDocumentInput!) {\n    step: reviewDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation ReviewDocument($input: ReviewDocumentInput!) {\n    step: reviewDocument(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetCheck($input: SetCheckInput!) {\n    step: setCheck(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation SetCheck($input: SetCheckInput!) {\n    step: setCheck(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ProposeReset($input: ProposeResetInput!) {\n    step: proposeReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation ProposeReset($input: ProposeResetInput!) {\n    step: proposeReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ApproveReset($input: DecideResetInput!) {\n    step: approveReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation ApproveReset($input: DecideResetInput!) {\n    step: approveReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeclineReset($input: DeclineResetInput!) {\n    step: declineReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"): (typeof documents)["\n  mutation DeclineReset($input: DeclineResetInput!) {\n    step: declineReset(input: $input) {\n      ...ConsoleStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ViewDocument($input: ViewDocumentInput!) {\n    viewDocument(input: $input) {\n      grant\n      expiresAt\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ViewDocument($input: ViewDocumentInput!) {\n    viewDocument(input: $input) {\n      grant\n      expiresAt\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeskCannedReply on CannedReply {\n    shortcut\n    locale\n    body\n  }\n"): (typeof documents)["\n  fragment DeskCannedReply on CannedReply {\n    shortcut\n    locale\n    body\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query CannedReplies {\n    cannedReplies {\n      ...DeskCannedReply\n    }\n  }\n"): (typeof documents)["\n  query CannedReplies {\n    cannedReplies {\n      ...DeskCannedReply\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SaveCannedReply($input: SaveCannedReplyInput!) {\n    saveCannedReply(input: $input) {\n      reply {\n        ...DeskCannedReply\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SaveCannedReply($input: SaveCannedReplyInput!) {\n    saveCannedReply(input: $input) {\n      reply {\n        ...DeskCannedReply\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment DeskColleague on Colleague {\n    id\n    name\n    state\n    reason\n    capacity\n    open\n    held\n    stateAt\n  }\n"): (typeof documents)["\n  fragment DeskColleague on Colleague {\n    id\n    name\n    state\n    reason\n    capacity\n    open\n    held\n    stateAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query Team {\n    operators {\n      ...DeskColleague\n    }\n  }\n"): (typeof documents)["\n  query Team {\n    operators {\n      ...DeskColleague\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowTeam {\n    operatorEvents {\n      ...DeskColleague\n    }\n  }\n"): (typeof documents)["\n  subscription FollowTeam {\n    operatorEvents {\n      ...DeskColleague\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetStatus($input: SetOperatorStatusInput!) {\n    setOperatorStatus(input: $input) {\n      operator {\n        ...DeskColleague\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SetStatus($input: SetOperatorStatusInput!) {\n    setOperatorStatus(input: $input) {\n      operator {\n        ...DeskColleague\n      }\n      problem {\n        ...ConsoleProblem\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChatMessage on Message {\n    seq\n    clientId\n    authorKind\n    authorName\n    mine\n    kind\n    body\n    code\n    detail {\n      name\n      value\n    }\n    redactedAt\n    createdAt\n  }\n"): (typeof documents)["\n  fragment ChatMessage on Message {\n    seq\n    clientId\n    authorKind\n    authorName\n    mine\n    kind\n    body\n    code\n    detail {\n      name\n      value\n    }\n    redactedAt\n    createdAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ChatConversation on Conversation {\n    id\n    topic\n    state\n    proof\n    locale\n    customerName\n    ownerName\n    mine\n    lastSeq\n    lastAt\n    preview\n    queuedAt\n    place\n    createdAt\n    customerReadSeq\n    operatorReadSeq\n  }\n"): (typeof documents)["\n  fragment ChatConversation on Conversation {\n    id\n    topic\n    state\n    proof\n    locale\n    customerName\n    ownerName\n    mine\n    lastSeq\n    lastAt\n    preview\n    queuedAt\n    place\n    createdAt\n    customerReadSeq\n    operatorReadSeq\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OpenChat($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      messages(first: 50) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n"): (typeof documents)["\n  query OpenChat($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n      messages(first: 50) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChatHead($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n    }\n  }\n"): (typeof documents)["\n  query ChatHead($id: ID!) {\n    conversation(id: $id) {\n      ...ChatConversation\n      documentRequests {\n        id\n        kind\n        askedAt\n        refusals\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query ChatPage($id: ID!, $after: Int, $before: Int) {\n    conversation(id: $id) {\n      id\n      messages(first: 50, after: $after, before: $before) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n"): (typeof documents)["\n  query ChatPage($id: ID!, $after: Int, $before: Int) {\n    conversation(id: $id) {\n      id\n      messages(first: 50, after: $after, before: $before) {\n        nodes {\n          ...ChatMessage\n        }\n        hasOlder\n        hasNewer\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SendChat($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      message {\n        ...ChatMessage\n      }\n      masked\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SendChat($input: SendMessageInput!) {\n    sendMessage(input: $input) {\n      message {\n        ...ChatMessage\n      }\n      masked\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MarkChatRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation MarkChatRead($input: MarkReadInput!) {\n    markRead(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetChatTyping($input: SetTypingInput!) {\n    setTyping(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SetChatTyping($input: SetTypingInput!) {\n    setTyping(input: $input) {\n      problem {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  subscription FollowChat($conversationId: ID!, $after: Int!) {\n    conversationEvents(conversationId: $conversationId, after: $after, typing: true) {\n      message {\n        ...ChatMessage\n      }\n      typing {\n        author\n        name\n        typing\n      }\n      conversation {\n        ...ChatConversation\n      }\n    }\n  }\n"): (typeof documents)["\n  subscription FollowChat($conversationId: ID!, $after: Int!) {\n    conversationEvents(conversationId: $conversationId, after: $after, typing: true) {\n      message {\n        ...ChatMessage\n      }\n      typing {\n        author\n        name\n        typing\n      }\n      conversation {\n        ...ChatConversation\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query AccountNow {\n    viewer {\n      account {\n        id\n        email\n        givenName\n        familyName\n        heldUntil\n        frozenAt\n        cards {\n          id\n        }\n        payments {\n          ...ListedPayment\n        }\n        activity {\n          at\n          action\n          detail {\n            name\n            value\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query AccountNow {\n    viewer {\n      account {\n        id\n        email\n        givenName\n        familyName\n        heldUntil\n        frozenAt\n        cards {\n          id\n        }\n        payments {\n          ...ListedPayment\n        }\n        activity {\n          at\n          action\n          detail {\n            name\n            value\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RecoveryUnderWay {\n    viewer {\n      account {\n        id\n        recoveryState\n      }\n    }\n  }\n"): (typeof documents)["\n  query RecoveryUnderWay {\n    viewer {\n      account {\n        id\n        recoveryState\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ThawAccount($input: ThawAccountInput!) {\n    thawAccount(input: $input) {\n      account {\n        id\n        frozenAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ThawAccount($input: ThawAccountInput!) {\n    thawAccount(input: $input) {\n      account {\n        id\n        frozenAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation HoldAccount {\n    holdAccount {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation HoldAccount {\n    holdAccount {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment SavedCard on Card {\n    id\n    network\n    networkName\n    last4\n    expiryMonth\n    expiryYear\n    expired\n    expiring\n    name\n    isDefault\n  }\n"): (typeof documents)["\n  fragment SavedCard on Card {\n    id\n    network\n    networkName\n    last4\n    expiryMonth\n    expiryYear\n    expired\n    expiring\n    name\n    isDefault\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment TestCard on TestCard {\n    digits\n    outcome\n  }\n"): (typeof documents)["\n  fragment TestCard on TestCard {\n    digits\n    outcome\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SavedCards {\n    viewer {\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          ...SavedCard\n        }\n        testCards {\n          ...TestCard\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query SavedCards {\n    viewer {\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          ...SavedCard\n        }\n        testCards {\n          ...TestCard\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AddCard($input: AddCardInput!) {\n    addCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n        ... on CardExists {\n          card {\n            ...SavedCard\n          }\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AddCard($input: AddCardInput!) {\n    addCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n        ... on CardExists {\n          card {\n            ...SavedCard\n          }\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RenameCard($input: RenameCardInput!) {\n    renameCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RenameCard($input: RenameCardInput!) {\n    renameCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetDefaultCard($input: SetDefaultCardInput!) {\n    setDefaultCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SetDefaultCard($input: SetDefaultCardInput!) {\n    setDefaultCard(input: $input) {\n      card {\n        ...SavedCard\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation DeleteCard($input: DeleteCardInput!) {\n    deleteCard(input: $input) {\n      deletedId\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation DeleteCard($input: DeleteCardInput!) {\n    deleteCard(input: $input) {\n      deletedId\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation UploadDocument($input: UploadDocumentInput!) {\n    uploadDocument(input: $input) {\n      verdict\n      reason\n      refusals\n      problem {\n        code\n        message\n        ... on InvalidInput {\n          fields {\n            field\n            code\n            message\n          }\n        }\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation UploadDocument($input: UploadDocumentInput!) {\n    uploadDocument(input: $input) {\n      verdict\n      reason\n      refusals\n      problem {\n        code\n        message\n        ... on InvalidInput {\n          fields {\n            field\n            code\n            message\n          }\n        }\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestConfirmation($input: RequestEmailConfirmationInput!) {\n    requestEmailConfirmation(input: $input) {\n      account {\n        id\n        email\n        emailConfirmed\n      }\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RequestConfirmation($input: RequestEmailConfirmationInput!) {\n    requestEmailConfirmation(input: $input) {\n      account {\n        id\n        email\n        emailConfirmed\n      }\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConfirmEmail($input: ConfirmEmailInput!) {\n    confirmEmail(input: $input) {\n      confirmed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ConfirmEmail($input: ConfirmEmailInput!) {\n    confirmEmail(input: $input) {\n      confirmed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ReportNotMe($input: ReportNotMeInput!) {\n    reportNotMe(input: $input) {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ReportNotMe($input: ReportNotMeInput!) {\n    reportNotMe(input: $input) {\n      stopped\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ShownPayment on Payment {\n    id\n    order\n    description\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    digest\n    state\n    methods\n    method\n    card {\n      networkName\n      last4\n    }\n    walletUrl\n    cash {\n      code\n      expiresAt\n    }\n    declineCode\n    triesLeft\n    heldUntil\n    returnUrl\n    expiresAt\n  }\n"): (typeof documents)["\n  fragment ShownPayment on Payment {\n    id\n    order\n    description\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    digest\n    state\n    methods\n    method\n    card {\n      networkName\n      last4\n    }\n    walletUrl\n    cash {\n      code\n      expiresAt\n    }\n    declineCode\n    triesLeft\n    heldUntil\n    returnUrl\n    expiresAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PaymentNow($token: String!) {\n    payment(token: $token) {\n      ...ShownPayment\n    }\n  }\n"): (typeof documents)["\n  query PaymentNow($token: String!) {\n    payment(token: $token) {\n      ...ShownPayment\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query PayerNow {\n    viewer {\n      stage\n      name\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          id\n          networkName\n          last4\n          expiryMonth\n          expiryYear\n          expired\n          expiring\n          name\n          isDefault\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query PayerNow {\n    viewer {\n      stage\n      name\n      account {\n        id\n        heldUntil\n        frozenAt\n        cards {\n          id\n          networkName\n          last4\n          expiryMonth\n          expiryYear\n          expired\n          expiring\n          name\n          isDefault\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConfirmPayment($input: ConfirmPaymentInput!) {\n    confirmPayment(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ConfirmPayment($input: ConfirmPaymentInput!) {\n    confirmPayment(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PayAsGuest($input: PayAsGuestInput!) {\n    payAsGuest(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation PayAsGuest($input: PayAsGuestInput!) {\n    payAsGuest(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PayWithWallet($input: PaymentMethodInput!) {\n    payWithWallet(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation PayWithWallet($input: PaymentMethodInput!) {\n    payWithWallet(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation PayWithCash($input: PaymentMethodInput!) {\n    payWithCash(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation PayWithCash($input: PaymentMethodInput!) {\n    payWithCash(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePaymentMethod($input: ChangePaymentMethodInput!) {\n    changePaymentMethod(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePaymentMethod($input: ChangePaymentMethodInput!) {\n    changePaymentMethod(input: $input) {\n      payment {\n        ...ShownPayment\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ListedPayment on Payment {\n    id\n    link\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    state\n    openedAt\n    endedAt\n  }\n"): (typeof documents)["\n  fragment ListedPayment on Payment {\n    id\n    link\n    payee\n    amount {\n      amount\n      currency\n      exponent\n    }\n    state\n    openedAt\n    endedAt\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CompleteQuestionnaire($input: CompleteQuestionnaireInput!) {\n    completeQuestionnaire(input: $input) {\n      account {\n        id\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CompleteQuestionnaire($input: CompleteQuestionnaireInput!) {\n    completeQuestionnaire(input: $input) {\n      account {\n        id\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment RecoveryStep on RecoveryFlow {\n    state\n    expiresAt\n    freshSignIn\n    questions {\n      code\n      theme\n      text\n    }\n    attemptsLeft\n    conversationId\n    needsNewQuestions\n    coolsUntil\n    declineReason\n    retryAfter\n  }\n"): (typeof documents)["\n  fragment RecoveryStep on RecoveryFlow {\n    state\n    expiresAt\n    freshSignIn\n    questions {\n      code\n      theme\n      text\n    }\n    attemptsLeft\n    conversationId\n    needsNewQuestions\n    coolsUntil\n    declineReason\n    retryAfter\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query RecoveryNow {\n    viewer {\n      stage\n      account {\n        id\n      }\n    }\n    recoveryFlow {\n      ...RecoveryStep\n    }\n  }\n"): (typeof documents)["\n  query RecoveryNow {\n    viewer {\n      stage\n      account {\n        id\n      }\n    }\n    recoveryFlow {\n      ...RecoveryStep\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation NewCaptcha($spoken: Boolean! = false) {\n    createCaptcha(input: { spoken: $spoken }) {\n      captcha {\n        id\n        image\n        audio\n        expiresAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation NewCaptcha($spoken: Boolean! = false) {\n    createCaptcha(input: { spoken: $spoken }) {\n      captcha {\n        id\n        image\n        audio\n        expiresAt\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RequestRecovery($input: RequestRecoveryInput!) {\n    requestRecovery(input: $input) {\n      sent\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RequestRecovery($input: RequestRecoveryInput!) {\n    requestRecovery(input: $input) {\n      sent\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ConfirmRecovery($input: ConfirmRecoveryLinkInput!) {\n    confirmRecoveryLink(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ConfirmRecovery($input: ConfirmRecoveryLinkInput!) {\n    confirmRecoveryLink(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation AnswerQuestions($input: AnswerSecurityQuestionsInput!) {\n    answerSecurityQuestions(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation AnswerQuestions($input: AnswerSecurityQuestionsInput!) {\n    answerSecurityQuestions(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation SetPassword($input: SetRecoveredPaymentPasswordInput!) {\n    setRecoveredPaymentPassword(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation SetPassword($input: SetRecoveredPaymentPasswordInput!) {\n    setRecoveredPaymentPassword(input: $input) {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation CancelRecovery {\n    cancelRecovery {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation CancelRecovery {\n    cancelRecovery {\n      flow {\n        ...RecoveryStep\n      }\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangePassword($input: ChangePaymentPasswordInput!) {\n    changePaymentPassword(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangePassword($input: ChangePaymentPasswordInput!) {\n    changePaymentPassword(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input) {\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeEmail($input: ChangeEmailInput!) {\n    changeEmail(input: $input) {\n      nextAt\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation ChangeQuestions($input: ChangeSecurityQuestionsInput!) {\n    changeSecurityQuestions(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation ChangeQuestions($input: ChangeSecurityQuestionsInput!) {\n    changeSecurityQuestions(input: $input) {\n      changed\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query OpenSessions {\n    viewer {\n      account {\n        id\n        sessions {\n          id\n          device\n          current\n          createdAt\n          seenAt\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query OpenSessions {\n    viewer {\n      account {\n        id\n        sessions {\n          id\n          device\n          current\n          createdAt\n          seenAt\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input) {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeSession($input: RevokeSessionInput!) {\n    revokeSession(input: $input) {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RevokeOthers {\n    revokeOtherSessions {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RevokeOthers {\n    revokeOtherSessions {\n      revoked\n      problem {\n        ...ProblemDetail\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportNow {\n    viewer {\n      stage\n      account {\n        email\n      }\n    }\n    recoveryFlow {\n      state\n      freshSignIn\n      conversationId\n      retryAfter\n    }\n  }\n"): (typeof documents)["\n  query SupportNow {\n    viewer {\n      stage\n      account {\n        email\n      }\n    }\n    recoveryFlow {\n      state\n      freshSignIn\n      conversationId\n      retryAfter\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation OpenConversation($input: OpenConversationInput!) {\n    openConversation(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation OpenConversation($input: OpenConversationInput!) {\n    openConversation(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n        ... on TryLater {\n          retryAt\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation LeaveConversation($input: LeaveConversationInput!) {\n    leaveConversation(input: $input) {\n      conversation {\n        ...ChatConversation\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation LeaveConversation($input: LeaveConversationInput!) {\n    leaveConversation(input: $input) {\n      conversation {\n        ...ChatConversation\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportWaiting($id: ID!) {\n    conversation(id: $id) {\n      id\n      waiting {\n        place\n        answersAt\n        wait {\n          fromMinutes\n          toMinutes\n        }\n      }\n    }\n  }\n"): (typeof documents)["\n  query SupportWaiting($id: ID!) {\n    conversation(id: $id) {\n      id\n      waiting {\n        place\n        answersAt\n        wait {\n          fromMinutes\n          toMinutes\n        }\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportHours {\n    support {\n      open\n      answersAt\n    }\n  }\n"): (typeof documents)["\n  query SupportHours {\n    support {\n      open\n      answersAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query SupportRating($id: ID!) {\n    conversation(id: $id) {\n      id\n      rating\n    }\n  }\n"): (typeof documents)["\n  query SupportRating($id: ID!) {\n    conversation(id: $id) {\n      id\n      rating\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation RateSupport($input: RateConversationInput!) {\n    rateConversation(input: $input) {\n      conversation {\n        id\n        rating\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation RateSupport($input: RateConversationInput!) {\n    rateConversation(input: $input) {\n      conversation {\n        id\n        rating\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  mutation MailTranscript($input: MailTranscriptInput!) {\n    mailTranscript(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n"): (typeof documents)["\n  mutation MailTranscript($input: MailTranscriptInput!) {\n    mailTranscript(input: $input) {\n      conversation {\n        id\n      }\n      problem {\n        code\n        message\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  fragment ProblemDetail on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on WrongSecret {\n      attemptsLeft\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n"): (typeof documents)["\n  fragment ProblemDetail on Problem {\n    code\n    message\n    ... on InvalidInput {\n      fields {\n        field\n        code\n        message\n      }\n    }\n    ... on WrongSecret {\n      attemptsLeft\n    }\n    ... on TryLater {\n      retryAt\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query WhoIsHere {\n    viewer {\n      stage\n      name\n      account {\n        id\n        email\n        emailConfirmed\n      }\n    }\n  }\n"): (typeof documents)["\n  query WhoIsHere {\n    viewer {\n      stage\n      name\n      account {\n        id\n        email\n        emailConfirmed\n      }\n    }\n  }\n"];
/**
 * The graphql function is used to parse GraphQL queries into a document that can be used by GraphQL clients.
 */
export function graphql(source: "\n  query QuestionsToChoose {\n    securityQuestionCatalogue {\n      code\n      theme\n      text\n    }\n  }\n"): (typeof documents)["\n  query QuestionsToChoose {\n    securityQuestionCatalogue {\n      code\n      theme\n      text\n    }\n  }\n"];

export function graphql(source: string) {
  return (documents as any)[source] ?? {};
}

export type DocumentType<TDocumentNode extends DocumentNode<any, any>> = TDocumentNode extends DocumentNode<  infer TType,  any>  ? TType  : never;