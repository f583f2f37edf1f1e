package crowd

// Copies of the demo people's customer, as many as the flood needs: each with the
// same payment password.
const insertPeople = `
	WITH n AS (
		SELECT g, gen_random_uuid() AS person, gen_random_uuid() AS account
		FROM generate_series(1, $1) AS g
	), people AS (
		INSERT INTO person (id, issuer, subject, name, email, locale, created_at, seen_at)
		SELECT person, 'flood', 'flood-' || g, 'Flood', '', 'en', now(), now()
		FROM n
	), accounts AS (
		INSERT INTO account (id, person_id, email, email_key, confirmed_at, registered_at, given_name, family_name, birth_date, country, created_at)
		SELECT account, person, 'flood-' || g || '@shop.example', 'flood-' || g || '@shop.example', now(), now(), 'Flood', 'Flood', '1990-12-31', 'GR', now()
		FROM n
	), secrets AS (
		INSERT INTO account_secret (account_id, generation, password_phc, set_at)
		SELECT account, 'CURRENT', (SELECT password_phc FROM account_secret WHERE generation = 'CURRENT' LIMIT 1), now()
		FROM n
	)
	SELECT person
	FROM n
	ORDER BY g`

const insertSession = `
	INSERT INTO session (id, token_sum, person_id, door, role, user_agent, network, auth_time, created_at, seen_at, expires_at)
	VALUES ($1, $2, $3, 'CUSTOMER', 'CUSTOMER', 'bench', '', $4, $4, $4, $5)`
