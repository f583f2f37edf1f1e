package main

const selectCustomer = `
	SELECT p.id
	FROM person p
	JOIN account a ON a.person_id = p.id
	JOIN card c ON c.account_id = a.id
	ORDER BY p.id
	LIMIT 1`

const insertSession = `
	INSERT INTO session (id, token_sum, person_id, door, role, user_agent, network, auth_time, created_at, seen_at, expires_at)
	VALUES ($1, $2, $3, 'CUSTOMER', 'CUSTOMER', 'bench', '', $4, $4, $4, $5)`

const selectAccount = `
	SELECT a.id
	FROM session s
	JOIN account a ON a.person_id = s.person_id
	WHERE s.token_sum = $1 AND s.door = 'CUSTOMER' AND s.ended_at IS NULL AND s.expires_at > now()`

const selectCards = `
	SELECT id, network, last4, expiry_month, expiry_year, name, is_default
	FROM card
	WHERE account_id = $1
	ORDER BY created_at, id`
