using Hallmark.Data.Records;
using Hallmark.Data.Sources;

namespace Hallmark.Data.Tests.Sources;

/// <summary>What inference says beside the schema: where a few cells decided.</summary>
public class SchemaInferenceTests
{
    [Fact]
    public void Says_which_cell_made_a_column_what_its_first_cells_were_not()
    {
        string csv = """
            whole,late,text,flag,nothing,mixed,first
            1,1,1.5,true,,true,x
            2,2,2.5,false,,false,1
            ,2.5,low,true,,9,2
            3,3,low,true,,true,3

            """.ReplaceLineEndings("\n");
        InferredSchema inferred = SchemaInference.Infer(TestData.Csv(csv), null, 2);
        Assert.Equal(
            [
                ColumnType.Int64, ColumnType.Float64, ColumnType.Text, ColumnType.Boolean, ColumnType.Float64, ColumnType.Text,
                ColumnType.Text,
            ],
            inferred.Schema.Columns.Select(column => column.Type));
        Assert.Equal(
            [
                new SchemaNote("late", ColumnType.Float64, new CounterExample(4, "2.5")),
                new SchemaNote("text", ColumnType.Text, new CounterExample(4, "low"))
                {
                    Cells = new CounterExamples(2, [new CounterExample(4, "low"), new CounterExample(5, "low")]),
                },
                new SchemaNote("nothing", ColumnType.Float64, null),
                new SchemaNote("mixed", ColumnType.Text, new CounterExample(4, "9")),
                new SchemaNote("first", ColumnType.Text, new CounterExample(2, "x"))
                {
                    Cells = new CounterExamples(1, [new CounterExample(2, "x")]),
                },
            ],
            inferred.Notes);
        Assert.Equal(
            "is taken for text because of 'low' in line 4 (and 'low' in 5), so models do not learn from it; "
            + "--missing says which words are missing cells",
            inferred.Notes[1].Sentence("line"));
    }

    /// <summary>Pieces may be looked at in any order and grouping; the first cell against a type is the first in the file.</summary>
    [Fact]
    public void Evidence_merges_alike_in_any_order()
    {
        var random = new Random(1);
        string[] cells = ["1", "0", "-7", "2.5", "true", "no", "x", "", "NA", "007"];
        for (int round = 0; round < 300; round++)
        {
            ColumnEvidence[] pieces =
                [.. Enumerable.Range(0, 5).Select(piece => Look(random.GetItems(cells, random.Next(1, 4)), piece * 10))];
            ColumnEvidence whole = pieces.Aggregate(ColumnEvidence.Merge);
            random.Shuffle(pieces);
            int split = random.Next(1, 5);
            Assert.Equal(
                whole,
                ColumnEvidence.Merge(pieces[..split].Aggregate(ColumnEvidence.Merge), pieces[split..].Aggregate(ColumnEvidence.Merge)));
        }
    }

    private static ColumnEvidence Look(string[] cells, int first)
    {
        var rows = new TextRows(1, []);
        for (int row = 0; row < cells.Length; row++)
        {
            rows.AddField(cells[row]);
            rows.EndRow(first + row);
        }
        return rows.Look(0);
    }
}
