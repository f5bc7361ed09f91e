using FsCheck;
using FsCheck.Fluent;

namespace Hallmark.Learning.Tests;

public class CrossValidationTests
{
    [Fact]
    public void Folds_and_classes_within_folds_differ_by_at_most_one_record() =>
        Check.QuickThrowOnFailure(Prop.ForAll(
            Gen.Choose(0, 3).ArrayOf(37).ToArbitrary(), Gen.Choose(2, 9).ToArbitrary(), ArbMap.Default.ArbFor<ulong>(), static (labels, folds, seed) =>
        {
            int[] result = CrossValidation.StratifiedFolds(labels, folds, seed);
            bool Even(IEnumerable<int> records)
            {
                int[] sizes = [.. Enumerable.Range(0, folds).Select(fold => records.Count(record => result[record] == fold))];
                return sizes.Max() - sizes.Min() <= 1;
            }
            IEnumerable<int> all = Enumerable.Range(0, labels.Length);
            return Even(all) && Enumerable.Range(0, 4).All(c => Even(all.Where(record => labels[record] == c)))
                && result.SequenceEqual(CrossValidation.StratifiedFolds(labels, folds, seed));
        }));

    [Fact]
    public void Another_seed_gives_other_folds()
    {
        int[] labels = new int[100];
        Assert.NotEqual(CrossValidation.StratifiedFolds(labels, 5, 1), CrossValidation.StratifiedFolds(labels, 5, 2));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.StratifiedFolds(labels, 1, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => CrossValidation.StratifiedFolds([1, 2], 3, 1));
    }
}
