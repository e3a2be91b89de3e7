package main

import (
	"fmt"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight/gainsighttest"
)

// The companies and users that the fake tenant has. Their GSIDs follow from their order, and account-team.csv uses
// some of them.
var companies = []string{
	"Alpha Example Ltd",
	"Beta Example GmbH",
	"Gamma Exemple SARL",
	"Delta Ejemplo S.A.",
	"Epsilon Exempel AB",
	"Zeta Beispiel AG",
	"Eta Esempio S.p.A.",
	"Theta Przykład Sp. z o.o.",
	"Iota Örnek A.Ş.",
	"Kappa Παράδειγμα Α.Ε.",
	"Lambda Пример ООО",
	"Mu 例示株式会社",
	"Nu 示例有限公司",
	"Xi 예시 주식회사",
	"Omicron Exemplo Ltda",
	"Pi Voorbeeld B.V.",
	"Rho Příklad s.r.o.",
	"Sigma Eksempel ApS",
	"Tau Näide OÜ",
	"Upsilon Esimerkki Oy",
	"Phi Példa Kft.",
	"Chi Exemplu S.R.L.",
	"Psi & Omega Example, Inc.",
	`Omega "The Last" Example LLC`,
	"Twin Example Inc", // twice: an upsert by this name must not guess which one is meant
	"Twin Example Inc",
}

var users = []string{
	"Alex Example",
	"Zoë Sample",
	"Björn Muster",
	"Chloé Modèle",
	"Dmitri Obrazets",
	"Ewa Wzór",
	"Fátima Muestra",
	"Giulia Campione",
	"Håkon Prøve",
	"İpek Numune",
	"Jürgen Probe",
	"Kenji Mihon",
	"Łucja Próba",
	"María Prueba",
}

func newTenant() *gainsighttest.Tenant {
	tenant := gainsighttest.NewTenant()
	for _, company := range companies {
		tenant.AddCompany(company)
	}
	for i, user := range users {
		tenant.AddUser(user, fmt.Sprintf("user%02d@example.com", i+1))
	}
	return tenant
}
