/** The support page with the documents' parts: here they meet, the features know nothing of each other. */
import { DocumentDialog } from "../features/documents/document-dialog";
import { RequestCard } from "../features/documents/request-card";
import { SupportPage } from "../features/support/support-page";

const documents = { RequestCard, DocumentDialog };

export default function SupportRoute() {
  return <SupportPage documents={documents} />;
}
