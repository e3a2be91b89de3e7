package contract

// A body can be wrong in every byte. These bound what is said about one side of an exchange, and with it the memory: so
// many kinds, and so many of a kind one by one, while the rest of the kind is counted. What is new is never left out for
// the sake of what is wrong a thousand times.
const (
	maxKinds   = 1000
	maxOfAKind = 10
)

// kinds keeps the first few of each kind.
type kinds[K comparable, T any] struct {
	groups map[K]*group[T]
	order  []*group[T]
}

// group is what is known of one kind.
type group[T any] struct {
	kept []T
	more int // of the kind, beyond those that are kept
}

// of returns the group of a kind, and nil if there are too many kinds.
func (k *kinds[K, T]) of(key K) *group[T] {
	if known := k.groups[key]; known != nil {
		return known
	}
	if len(k.groups) == maxKinds {
		return nil
	}
	if k.groups == nil {
		k.groups = map[K]*group[T]{}
	}
	added := &group[T]{}
	k.groups[key], k.order = added, append(k.order, added)
	return added
}

func (g *group[T]) isFull() bool { return len(g.kept) == maxOfAKind }

// add takes one that stands for so many more.
func (g *group[T]) add(one T, more int) {
	if g.isFull() {
		g.more++
	} else {
		g.kept = append(g.kept, one)
	}
	g.more += more
}
