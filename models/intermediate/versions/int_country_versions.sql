{{ row_versions(ref('stg_lake__country'), ['country'], study_column=none) }}
