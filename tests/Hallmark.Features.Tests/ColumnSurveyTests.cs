using Hallmark.Data.Records;

namespace Hallmark.Features.Tests;

/// <summary>What columns are proposed to be for; what is not clear is asked for.</summary>
public sealed class ColumnSurveyTests
{
    [Theory]
    [InlineData("n", ColumnType.Int64, ColumnRole.Ignored)]
    [InlineData("patient_id", ColumnType.Int64, ColumnRole.Id)]
    [InlineData("squares", ColumnType.Int64, null)] // no two alike: a key, or a measure?
    [InlineData("group_id", ColumnType.Int64, null)] // a key's name, and values come again
    [InlineData("size", ColumnType.Int64, ColumnRole.Feature)]
    [InlineData("height", ColumnType.Float64, ColumnRole.Feature)]
    [InlineData("sample_weight", ColumnType.Float64, ColumnRole.Weight)]
    [InlineData("alive", ColumnType.Boolean, ColumnRole.Feature)]
    [InlineData("day", ColumnType.Date, ColumnRole.Time)]
    [InlineData("note", ColumnType.Text, ColumnRole.Feature)]
    [InlineData("code", ColumnType.Text, ColumnRole.Id)]
    [InlineData("city", ColumnType.Text, null)]
    [InlineData("empty", ColumnType.Float64, ColumnRole.Ignored)]
    public void A_column_is_what_it_clearly_is_or_is_asked_for(string name, ColumnType type, ColumnRole? role)
    {
        RoleProposal proposal = Survey(new Schema([new Column(name, type)]), 40).Proposals()[0];
        Assert.Equal((role, role is null), (proposal.Role, proposal.Asks));
        Assert.NotEmpty(proposal.Reason);
    }

    [Fact]
    public void Which_of_several_dates_is_meant_is_asked()
    {
        var schema = new Schema([new Column("day", ColumnType.Date), new Column("night", ColumnType.Date)]);
        Assert.All(Survey(schema, 3).Proposals(), proposal => Assert.True(proposal.Asks));
    }

    [Fact]
    public void Every_number_of_an_array_is_meant()
    {
        var schema = new Schema([new Column("n", ColumnType.Int64), new Column("squares", ColumnType.Int64)]);
        Assert.All(Survey(schema, 40, named: false).Proposals(), proposal => Assert.Equal(ColumnRole.Feature, proposal.Role));
    }

    [Fact]
    public void Records_without_a_label_are_counted()
    {
        var schema = new Schema([new Column("height", ColumnType.Float64), new Column("empty", ColumnType.Text)], "empty", ["a"]);
        ColumnSurvey survey = Survey(schema, 7);
        Assert.Equal((7, 7), (survey.Records, survey.Unlabelled));
        Assert.Equal("1 class; 7 of 7 records have none", survey.Proposals()[1].Reason);
    }

    private static ColumnSurvey Survey(Schema schema, int rows, bool named = true)
    {
        var survey = new ColumnSurvey(schema, named);
        for (int first = 0; first < rows; first += 8)
        {
            var records = new RecordBuffer(schema);
            for (int row = first; row < Math.Min(rows, first + 8); row++)
            {
                foreach ((int index, Column column) in schema.Columns.Index())
                {
                    Add(records[index], column.Name, row);
                }
            }
            survey.Read(records);
        }
        return survey;
    }

    private static void Add(ColumnBuffer cells, string name, int row)
    {
        switch (name)
        {
            case "n": cells.Add((long)row); break;
            case "patient_id": case "squares": cells.Add((long)row * row); break;
            case "group_id": case "size": cells.Add((long)(row % 5)); break;
            case "height": case "sample_weight": cells.Add(row * 0.5); break;
            case "alive": cells.Add(row % 2 == 0); break;
            case "day": case "night": cells.AddMoment(row); break;
            case "note": cells.Add($"a note of row {row}"); break;
            case "code": cells.Add($"k{row}"); break;
            case "city": cells.Add($"c{row % 3}"); break;
            default: cells.AddMissing(); break;
        }
    }
}
