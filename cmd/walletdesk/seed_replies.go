package main

import (
	"context"
	"fmt"

	"github.com/walletdesk/walletdesk/chat"
	"github.com/walletdesk/walletdesk/marketplace"
	"github.com/walletdesk/walletdesk/session"
)

// demoReplies are canned replies to begin with, each in every language of the pages.
func demoReplies() []chat.CannedReply {
	return []chat.CannedReply{
		{Shortcut: "hello", Locale: "en", Body: "Hello {customer}, I am {operator} from support. How can I help you?"},
		{Shortcut: "hello", Locale: "el", Body: "Γεια σας {customer}, είμαι η υποστήριξη και ονομάζομαι {operator}. Πώς μπορώ να βοηθήσω;"},
		{Shortcut: "hello", Locale: "ru", Body: "Здравствуйте, {customer}! Это служба поддержки, меня зовут {operator}. Чем могу помочь?"},
		{Shortcut: "hello", Locale: "zh", Body: "{customer}，您好！我是客服 {operator}，请问有什么可以帮您？"},
		{Shortcut: "wait", Locale: "en", Body: "One moment please, I am looking into it."},
		{Shortcut: "wait", Locale: "el", Body: "Μια στιγμή παρακαλώ, το εξετάζω."},
		{Shortcut: "wait", Locale: "ru", Body: "Минуту, пожалуйста: я проверяю."},
		{Shortcut: "wait", Locale: "zh", Body: "请稍等，我正在为您查看。"},
		{Shortcut: "card-picture", Locale: "en", Body: "Please send a picture of your card here. Cover the middle digits: only the first 4 and the last 4 may be seen."},
		{Shortcut: "card-picture", Locale: "el", Body: "Στείλτε εδώ μια φωτογραφία της κάρτας σας. Καλύψτε τα μεσαία ψηφία: να φαίνονται μόνο τα 4 πρώτα και τα 4 τελευταία."},
		{Shortcut: "card-picture", Locale: "ru", Body: "Пришлите сюда фотографию карты. Закройте средние цифры: видны должны быть только первые 4 и последние 4."},
		{Shortcut: "card-picture", Locale: "zh", Body: "请在这里发送银行卡的照片。请遮住中间的数字，只露出前 4 位和后 4 位。"},
		{Shortcut: "bye", Locale: "en", Body: "Thank you, {customer}. If anything is left, just write here within 7 days."},
		{Shortcut: "bye", Locale: "el", Body: "Σας ευχαριστούμε, {customer}. Αν μείνει κάτι, γράψτε εδώ μέσα σε 7 ημέρες."},
		{Shortcut: "bye", Locale: "ru", Body: "Спасибо, {customer}. Если что-то останется, напишите сюда в течение 7 дней."},
		{Shortcut: "bye", Locale: "zh", Body: "谢谢您，{customer}。如果还有问题，7 天之内在这里留言即可。"},
	}
}

// seedReplies stores the demo's canned replies where there are none at all: what
// operators have changed is theirs.
func seedReplies(ctx context.Context, cfg config, sessions *session.Service, conversations *chat.Service) error {
	for _, p := range marketplace.DemoPeople() {
		if p.Username != "anna" || p.Realm != marketplace.Workforce {
			continue
		}
		who := session.Identity{Issuer: marketplace.Issuer(cfg.PublicURL, p.Realm), Subject: p.Subject(), Name: p.Name, Email: p.Email, Locale: p.Locale}
		id, err := sessions.Person(ctx, who, session.Operator)
		if err != nil {
			return err
		}
		anna := session.Actor{Role: session.Operator, PersonID: id, StaffID: id, StaffName: p.Name}
		there, err := conversations.CannedReplies(ctx, anna)
		if err != nil || len(there) > 0 {
			return err
		}
		for _, reply := range demoReplies() {
			if _, err := conversations.SaveCannedReply(ctx, anna, reply); err != nil {
				return fmt.Errorf("canned reply %s: %w", reply.Shortcut, err)
			}
		}
	}
	return nil
}
