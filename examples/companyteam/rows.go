package main

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"

	"github.com/gainsight-go/gainsight-go/pkg/gainsight"
)

// rows are the records of a CSV file, with the line of each for messages.
type rows struct {
	records []gainsight.CompanyTeamRecord
	lines   []int
}

func readFile(name string) (rows, error) {
	file, err := os.Open(name)
	if err != nil {
		return rows{}, err
	}
	defer file.Close()
	read, err := readRows(file)
	if err != nil {
		return rows{}, fmt.Errorf("%s: %w", name, err)
	}
	return read, nil
}

// readRows reads a CSV file whose columns are named as the members of a record: CompanyName or CompanyGsid, UserName or
// UserGsid, UserRole, TeamAdmin, and custom fields. An empty cell is an absent member.
func readRows(file io.Reader) (rows, error) {
	reader := csv.NewReader(withoutMark(file))
	columns, err := reader.Read()
	if errors.Is(err, io.EOF) {
		return rows{}, errors.New("the file is empty; its first line must name the columns")
	}
	if err != nil {
		return rows{}, err
	}
	if err := checkColumns(columns); err != nil {
		return rows{}, err
	}
	var read rows
	for {
		cells, err := reader.Read()
		if errors.Is(err, io.EOF) {
			return read, nil
		}
		if err != nil {
			return rows{}, err
		}
		line, _ := reader.FieldPos(0)
		record, err := toRecord(columns, cells)
		if err != nil {
			return rows{}, fmt.Errorf("line %d: %w", line, err)
		}
		read.records = append(read.records, record)
		read.lines = append(read.lines, line)
	}
}

// withoutMark skips the byte order mark that spreadsheets put before the first column.
func withoutMark(file io.Reader) io.Reader {
	buffered := bufio.NewReader(file)
	if start, _ := buffered.Peek(3); string(start) == "\ufeff" {
		_, _ = buffered.Discard(3)
	}
	return buffered
}

func checkColumns(columns []string) error {
	seen := map[string]bool{}
	for _, column := range columns {
		if err := setMember(new(gainsight.CompanyTeamRecord), column, "true"); err != nil {
			return err
		}
		if seen[column] {
			return fmt.Errorf("the column %q is there twice", column)
		}
		seen[column] = true
	}
	return nil
}

func toRecord(columns, cells []string) (gainsight.CompanyTeamRecord, error) {
	var record gainsight.CompanyTeamRecord
	for i, column := range columns {
		if cells[i] == "" {
			continue
		}
		if err := setMember(&record, column, cells[i]); err != nil {
			return record, err
		}
	}
	return record, nil
}

func setMember(record *gainsight.CompanyTeamRecord, column, cell string) error {
	switch column {
	case "CompanyName":
		record.CompanyName = gainsight.Set(cell)
	case "CompanyGsid":
		record.CompanyGsid = gainsight.Set(cell)
	case "UserName":
		record.UserName = gainsight.Set(cell)
	case "UserGsid":
		record.UserGsid = gainsight.Set(cell)
	case "UserRole":
		record.UserRole = gainsight.Set(cell)
	case "TeamAdmin":
		admin, err := strconv.ParseBool(cell)
		if err != nil {
			return fmt.Errorf("TeamAdmin is %q, want true or false", cell)
		}
		record.TeamAdmin = gainsight.Set(admin)
	default:
		if !strings.HasSuffix(column, "__gc") {
			return fmt.Errorf("the column %q is neither company, user, UserRole, TeamAdmin nor a custom field, which ends in __gc", column)
		}
		return record.SetCustom(column, cell)
	}
	return nil
}

// explain names the lines of the file instead of the indexes of the records.
func (r rows) explain(err error) error {
	var invalid *gainsight.InvalidRecordsError
	if !errors.As(err, &invalid) {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "nothing was sent, the file has faults:")
	for _, record := range invalid.Records {
		fmt.Fprintf(&b, "\n  line %d: %s", r.lines[record.Index], record.Fault)
	}
	return errors.New(b.String())
}
