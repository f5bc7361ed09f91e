using Hallmark.Data.Sources;
using Hallmark.Sources;

namespace Hallmark.Embeddings.Tests;

/// <summary>Numbers for texts by a model: beside the column, on record with which model it was, and refused where the model is
/// none.</summary>
public sealed class EmbeddedSourceTests : IDisposable
{
    private readonly TemporaryDirectory _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_model_gives_numbers_beside_the_column_of_texts_and_is_named_for_the_record()
    {
        IRecordSource source = Open("note,kind\nred red blue,a\n,b\ngreen,a\n", OnnxModel.CountsOf("red", "blue"));
        Assert.Equal(["note:Text", "kind:Text", "note.0:Float64", "note.1:Float64"], SourceCells.Columns(source));
        Assert.Equal(["red red blue|a|2|1", "|b||", "green|a|0|0"], SourceCells.Rows(source));
        Assert.Matches(@"^numbers for 'note' by the model [0-9a-f]{12} \(onnxruntime 1\.31\.\d+\)$", source.Steps.Single());
    }

    [Fact]
    public void Numbers_are_the_same_however_many_rows_are_read_at_once_and_by_however_many_threads()
    {
        string csv = "note\n" + string.Concat(Enumerable.Range(0, 500).Select(i => i % 7 == 0 ? "\"\"\n" : $"red {i % 3} blue blue\n"));
        IRecordSource source = Open(csv, OnnxModel.CountsOf("red", "blue", "2"));
        string[] rows = [.. SourceCells.Rows(source)];
        Assert.Equal(500, rows.Length);
        Assert.Equal("red 2 blue blue|1|2|1", rows[2]);
        Assert.Equal(rows, SourceCells.Rows(source, threads: 3));
    }

    [Fact]
    public void What_is_no_model_or_another_kind_of_model_is_named_with_the_reason()
    {
        Refused("there is no such model", "note\nx\n", null);
        Refused("is no model that can be run", "note\nx\n", "no model"u8.ToArray());
        Refused("is no model that can be run", "note\nx\n", OnnxModel.CountsOf("a")[..40]);
        Refused("takes something else than one list of texts", "note\nx\n", OnnxModel.OfNumbers());
        Refused("does not give a row of floats for each text", "note\nx\n", OnnxModel.OfTexts());
    }

    [Fact]
    public void A_column_that_is_not_there_and_names_that_are_taken_are_refused()
    {
        Refused("no such column", "text\nx\n", OnnxModel.CountsOf("a"));
        Refused("there is a column 'note.0' or the like already", "note,note.0\nx,1\n", OnnxModel.CountsOf("a"));
    }

    private void Refused(string reason, string csv, byte[]? model) => Assert.Contains(
        reason, Assert.Throws<SourceException>(() => SourceCells.Rows(Open(csv, model))).Message, StringComparison.Ordinal);

    private IRecordSource Open(string csv, byte[]? model)
    {
        string path = _folder.File("notes.csv");
        File.WriteAllText(path, csv);
        string file = _folder.File("model.onnx");
        File.Delete(file);
        if (model is not null)
        {
            File.WriteAllBytes(file, model);
        }
        return KnownSources.Open(path, SourceRoles.None with { Embeddings = [new TextEmbedding("note", file)] });
    }
}
