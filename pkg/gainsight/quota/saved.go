package quota

import (
	"encoding/binary"
	"hash/crc32"
	"hash/fnv"
	"io"
	"os"
	"slices"
	"time"
)

// The file of a bucket has a head and one record per slot, each with a sum of its own, and is written in place. A head and a
// record lie inside one page of memory, so each is written whole even if the program is killed meanwhile: then each has its
// old or its new content, and both count at least the calls that there are. All numbers are little-endian.
const (
	headSize   = 96
	recordSize = 32
	magic      = 0x32544f5551534747 // "GGSQUOT2"
	// maxRecords bounds what is read. There can be as many calls under way as others that count.
	maxRecords = 2 * maxCalls
	maxFile    = headSize + maxRecords*recordSize
)

// saved is what a file says.
type saved struct {
	timeline  timeline // as it is now; the head has the one before
	head      head
	records   []entry // by their places; without a slot where the place is free
	isDamaged bool
	space     *space
}

// space is memory that one change uses after the other, since each reads a whole file.
type space struct {
	text                     []byte
	records, entries, placed []entry
}

// reuse returns n elements of a memory that was used before, with what is in it.
func reuse[T any](memory *[]T, n int) []T {
	*memory = slices.Grow((*memory)[:0], n)[:n]
	return *memory
}

// head is the first part of a file.
type head struct {
	records  int
	needs    needs
	stop     stop
	timeline timeline
}

func (h head) encode() []byte {
	return encode(headSize, 0, magic, uint64(h.records), uint64(h.needs.calls), uint64(h.needs.span), uint64(h.needs.lease),
		uint64(h.needs.pause), uint64(h.stop.until), h.stop.probe, h.timeline.boot, uint64(h.timeline.booted), uint64(h.timeline.ahead))
}

func (e entry) encode(place int) []byte {
	return encode(recordSize, place, e.slot, uint64(e.end), uint64(e.lease))
}

// encode returns a part of a file: numbers, and their sum.
func encode(size, place int, numbers ...uint64) []byte {
	part := make([]byte, 0, size)
	for _, number := range numbers {
		part = binary.LittleEndian.AppendUint64(part, number)
	}
	return binary.LittleEndian.AppendUint64(part, sum(part, place))
}

// number reads the i-th number of a part.
func number(part []byte, i int) uint64 { return binary.LittleEndian.Uint64(part[8*i:]) }

// isWhole tells whether a part is as it was written.
func isWhole(part []byte, place int) bool {
	last := len(part)/8 - 1
	return number(part, last) == sum(part[:8*last], place)
}

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

// sum also counts the place, so that a record which got to another place is noticed, and so is one of zeros.
func sum(numbers []byte, place int) uint64 {
	return uint64(place+1)<<32 | uint64(crc32.Checksum(numbers, castagnoli))
}

func hash(name string) uint64 {
	sum := fnv.New64a()
	io.WriteString(sum, name)
	return sum.Sum64()
}

func read(data *os.File, space *space) (saved, error) {
	info, err := data.Stat()
	if err != nil {
		return saved{}, err
	}
	if info.Size() > maxFile {
		return saved{isDamaged: true, space: space}, nil
	}
	text := reuse(&space.text, int(info.Size()))
	n, err := data.ReadAt(text, 0)
	if err != nil && err != io.EOF {
		return saved{}, err
	}
	return parse(text[:n], space), nil
}

// parse reads a file. One of which any part is not as it was written is damaged as a whole. Of that, only how much was
// needed and whether calls are stopped is kept, where it can be read.
func parse(text []byte, space *space) saved {
	s := saved{space: space}
	var isRight bool
	s.head, isRight = parseHead(text)
	if isRight {
		s.records, isRight = parseRecords(text, s.head.records, space)
	}
	if isRight {
		return s
	}
	s.head.needs.calls = max(s.head.needs.calls, lastWhole(text))
	return saved{head: s.head, isDamaged: true, space: space}
}

func parseHead(text []byte) (h head, isRight bool) {
	if len(text) < headSize {
		return head{}, false
	}
	part := text[:headSize]
	records, calls := number(part, 1), number(part, 2)
	if !isWhole(part, 0) || number(part, 0) != magic || records > maxRecords || calls > maxCalls {
		return head{}, false
	}
	return head{
		records:  int(records),
		needs:    needs{int(calls), int64(number(part, 3)), int64(number(part, 4)), int64(number(part, 5))},
		stop:     stop{until: int64(number(part, 6)), probe: number(part, 7)},
		timeline: timeline{number(part, 8), int64(number(part, 9)), int64(number(part, 10))},
	}, true
}

// parseRecords reads as many records as the head says. There may be more, from somebody who was killed before it said so.
func parseRecords(text []byte, n int, space *space) (records []entry, areRight bool) {
	if len(text) < int(offset(n)) {
		return nil, false
	}
	records = reuse(&space.records, n)
	for i := range records {
		part := recordOf(text, i)
		if !isWhole(part, i+1) {
			return nil, false
		}
		records[i] = entry{slot: number(part, 0), end: int64(number(part, 1)), lease: int64(number(part, 2)), place: i + 1}
	}
	return records, true
}

// lastWhole returns how many records a damaged file had at least: others may need more than who finds the damage.
func lastWhole(text []byte) int {
	for n := min((len(text)-headSize)/recordSize, maxCalls); n > 0; n-- {
		if isWhole(recordOf(text, n-1), n) {
			return n
		}
	}
	return 0
}

func recordOf(text []byte, i int) []byte { return text[offset(i):][:recordSize] }

// now returns the time of the file.
func (s *saved) now(clock clock) (now int64) {
	now, s.timeline = s.head.timeline.now(clock.now().UnixNano(), clock.sinceBoot())
	return now
}

// ledger returns the entries in their order.
func (s saved) ledger(now int64) ledger {
	l := ledger{stop: s.head.stop, needs: s.head.needs, entries: s.space.entries[:0]}
	for _, e := range s.records {
		if e.slot != 0 {
			l.entries = append(l.entries, e)
		}
	}
	s.space.entries = l.entries
	l.clockSetBack(now)
	return l
}

// lostLease is how long calls may be under way which nobody knows of any more.
const lostLease = 10 * time.Minute

// usedUp returns a ledger that has no slot left: what was lost may be as many calls as the windows permit, all under way.
func usedUp(bucket Bucket, head head, now int64) ledger {
	l := ledger{needs: head.needs, stop: head.stop}
	l.needs.grow(bucket, lostLease)
	for range l.needs.calls {
		l.entries = append(l.entries, entry{slot: newSlot(), end: now + l.needs.lease, lease: l.needs.lease})
	}
	l.clockSetBack(now)
	return l
}

// update writes what is new in a ledger. Records that the head does not know of come before it, so that it is never
// without them.
func (s saved) update(data *os.File, l ledger) error {
	records := s.place(l)
	head := head{len(records), l.needs, l.stop, s.timeline}
	if s.isDamaged {
		return rewrite(data, head, records)
	}
	if added := records[len(s.records):]; len(added) > 0 {
		if _, err := data.WriteAt(encodeAll(added, len(s.records)), offset(len(s.records))); err != nil {
			return err
		}
	}
	if head != s.head {
		if _, err := data.WriteAt(head.encode(), 0); err != nil {
			return err
		}
	}
	for i, old := range s.records {
		if records[i] != old {
			if _, err := data.WriteAt(records[i].encode(i+1), offset(i)); err != nil {
				return err
			}
		}
	}
	return nil
}

// place gives each entry a record: the one that it has, or one that nobody has any more.
func (s saved) place(l ledger) []entry {
	records := reuse(&s.space.placed, max(len(s.records), l.needs.calls, len(l.entries)))
	for i := range records {
		records[i] = entry{place: i + 1}
	}
	for _, e := range l.entries {
		if e.place != 0 {
			records[e.place-1] = e
		}
	}
	free := 0
	for _, e := range l.entries {
		if e.place == 0 {
			for records[free].slot != 0 {
				free++
			}
			e.place = free + 1
			records[free] = e
		}
	}
	return records
}

// rewrite writes a file that was damaged, and cuts off what is behind.
func rewrite(data *os.File, head head, records []entry) error {
	if _, err := data.WriteAt(slices.Concat(head.encode(), encodeAll(records, 0)), 0); err != nil {
		return err
	}
	return data.Truncate(offset(len(records)))
}

// encodeAll encodes records that follow on a number of others.
func encodeAll(records []entry, others int) []byte {
	text := make([]byte, 0, len(records)*recordSize)
	for i, e := range records {
		text = append(text, e.encode(others+i+1)...)
	}
	return text
}

func offset(i int) int64 { return headSize + int64(i)*recordSize }
